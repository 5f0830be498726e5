using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace CnnTools.Build;

/// <summary>Remembers what a step was done with and what it made: where both are unchanged, the step need not be done again.</summary>
/// <param name="path">The stamp's file.</param>
internal sealed class Stamp(string path)
{
    /// <summary>Whether the step was done with this key, and what it made is still there as it was.</summary>
    /// <param name="key">Hash of everything the step depends on.</param>
    /// <param name="outputs">Files that the step makes.</param>
    public bool IsCurrent(string key, IEnumerable<string> outputs) => File.Exists(path) && File.ReadAllLines(path).SequenceEqual(Lines(key, outputs));

    /// <summary>Notes that the step is done.</summary>
    public void Write(string key, IEnumerable<string> outputs) => WholeFile.Write(path, Lines(key, outputs));

    /// <summary>Notes that the step is not done: a former result must not pass for this one's.</summary>
    public void Delete() => File.Delete(path);

    private static IEnumerable<string> Lines(string key, IEnumerable<string> outputs) => [key, .. outputs.Select(static output =>
    {
        var info = new FileInfo(output);
        return info.Exists ? FormattableString.Invariant($"{info.Length} {info.LastWriteTimeUtc.Ticks} {output}") : $"missing {output}";
    })];
}
