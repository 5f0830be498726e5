namespace CnnTools.Core.Files;

/// <summary>Paths of files to write, checked before the work, not after it.</summary>
internal static class OutputFile
{
    /// <summary>Checks that a file may be written.</summary>
    /// <param name="path">The path; null stays null.</param>
    /// <param name="option">The option it was given by.</param>
    /// <param name="force">Whether an existing file may be replaced.</param>
    /// <param name="otherwise">What else can be done where the file exists, as the end of a sentence; null where there is nothing.</param>
    /// <returns>The full path.</returns>
    /// <exception cref="CnnException">It is a folder, or its folder cannot be written (<c>OutputPathInvalid</c>), or it exists and may not be replaced
    /// (<c>OutputExists</c>).</exception>
    public static string? Check(string? path, string option, bool force, string? otherwise = null)
    {
        if (path is null) return null;
        string full = Path.GetFullPath(path);
        if (Path.EndsInDirectorySeparator(path))
            throw new CnnException("OutputPathInvalid", CnnErrorCategory.InvalidArgument, $"{option}: expected the path of a file; '{path}' names a folder. Add a file name.", full);
        if (Directory.Exists(full)) throw new CnnException("OutputPathInvalid", CnnErrorCategory.InvalidArgument, $"{option}: expected the path of a file; '{full}' is a folder.", full);
        if (File.Exists(full) && !force) throw new CnnException("OutputExists", CnnErrorCategory.InvalidArgument, $"{option}: '{full}' exists already; choose another path, or say Force to replace it{otherwise}.", full);
        CheckWritable(full, option);
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
        if (File.Exists(full)) throw new CnnException("OutputPathInvalid", CnnErrorCategory.InvalidArgument, $"{option}: expected the path of a folder; '{full}' is a file.", full);
        CheckWritable(Path.Combine(full, "file"), option);
        return full;
    }

    /// <summary>Tries a file in the nearest folder that exists: an hour of training must not end at a folder that was never writable.</summary>
    private static void CheckWritable(string full, string option)
    {
        string? folder = Path.GetDirectoryName(full);
        while (folder is not null && !Directory.Exists(folder))
        {
            if (File.Exists(folder)) throw new CnnException("OutputPathInvalid", CnnErrorCategory.InvalidArgument, $"{option}: expected a folder to write '{full}' into; '{folder}' is a file. Choose another path.", full);
            folder = Path.GetDirectoryName(folder);
        }

        try
        {
            if (folder is null) return;
            string name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $".cnntools-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.tmp");
            using var probe = new FileStream(Path.Combine(folder, name), FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string reason = e is UnauthorizedAccessException ? "this user may not write there" : "it takes no new files";
            throw new CnnException("OutputPathInvalid", CnnErrorCategory.InvalidArgument, $"{option}: expected a folder that can be written; found '{folder}', and {reason}. Choose another path.", full, e);
        }
    }
}
