namespace CnnTools.PowerShell.Help;

/// <summary>A mistake in the help's Markdown. The message has MSBuild's canonical form, so that a build shows it at its line.</summary>
/// <param name="file">The Markdown file.</param>
/// <param name="line">Its line, from 1.</param>
/// <param name="text">Expected, found, what to do.</param>
internal sealed class HelpException(string file, int line, string text) : Exception($"{file}({line}): error CNN0009: {text}");
