namespace CnnTools.Engine.Persistence;

/// <summary>Paths of files to write, checked before the work, not after it.</summary>
internal static class OutputFile
{
    /// <summary>Checks that a file may be written.</summary>
    /// <param name="path">The path; null stays null.</param>
    /// <param name="option">The option it was given by.</param>
    /// <param name="force">Whether an existing file may be replaced.</param>
    /// <returns>The full path.</returns>
    /// <exception cref="CnnException">It is a folder (<c>OutputPathInvalid</c>), or exists and may not be replaced (<c>OutputExists</c>).</exception>
    public static string? Check(string? path, string option, bool force)
    {
        if (path is null) return null;
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full)) throw new CnnException("OutputPathInvalid", CnnErrorCategory.InvalidArgument, $"{option}: expected the path of a file; '{full}' is a folder.", full);
        if (File.Exists(full) && !force) throw new CnnException("OutputExists", CnnErrorCategory.InvalidArgument, $"{option}: '{full}' exists already; choose another path, or say Force to replace it.", full);
        return full;
    }

    /// <summary>Checks that files may be written to a folder, which need not exist.</summary>
    /// <param name="path">The path; null stays null.</param>
    /// <param name="option">The option it was given by.</param>
    /// <returns>The full path.</returns>
    /// <exception cref="CnnException">It is a file: id <c>OutputPathInvalid</c>.</exception>
    public static string? CheckFolder(string? path, string option)
    {
        if (path is null) return null;
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return File.Exists(full) ? throw new CnnException("OutputPathInvalid", CnnErrorCategory.InvalidArgument, $"{option}: expected the path of a folder; '{full}' is a file.", full) : full;
    }
}
