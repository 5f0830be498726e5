namespace CnnTools.PowerShell.Parameters;

/// <summary>The model files a user named.</summary>
internal static class ModelChoice
{
    /// <summary>The files behind one text: the file of that very name where there is one, since names may hold <c>[</c> and <c>]</c>; else those a pattern
    /// selects.</summary>
    /// <param name="text">A path or a pattern.</param>
    /// <param name="resolvePath">Makes a path full in the sense of the session's location.</param>
    /// <param name="expand">The full paths that a pattern selects; null where the text holds no wildcards.</param>
    /// <exception cref="CnnException">The pattern selects nothing: id <c>ModelNotFound</c>. A path without wildcards is not looked for: its reader knows the
    /// error.</exception>
    public static IReadOnlyList<string> Resolve(string text, Func<string, string> resolvePath, Func<string, IReadOnlyList<string>?> expand)
    {
        string full = resolvePath(text);
        if (File.Exists(full) || expand(text) is not { } found) return [full];
        return found.Count > 0 ? found : throw new CnnException("ModelNotFound", CnnErrorCategory.ObjectNotFound, $"Model: expected at least one file that fits '{text}'; found none.", text);
    }
}
