using System;

namespace CnnTools.Build;

/// <summary>The page that explains the codes; it comes with the package.</summary>
internal static class HelpPage
{
    /// <summary>The link to a code's explanation; null where there is no page.</summary>
    public static string? LinkTo(string? page, string code) =>
        string.IsNullOrEmpty(page) ? null : $"{new Uri(System.IO.Path.GetFullPath(page)).AbsoluteUri}#{code.ToLowerInvariant()}";
}
