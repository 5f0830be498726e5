using System.Diagnostics;
using System.Globalization;

namespace CnnTools.Core.Files;

/// <summary>Writes files that are either the old one or the whole new one, never half of it, whenever the process or the machine stops.</summary>
internal static class AtomicFile
{
    /// <summary>Writes to a temporary file in the same folder, flushes it to the disk and renames it over the target.</summary>
    /// <param name="path">The file to create or replace; its folder is created.</param>
    /// <param name="write">Writes the content.</param>
    public static void Write(string path, Action<Stream> write) => Replace(path, write, static (temporary, full) => File.Move(temporary, full, overwrite: true));

    /// <summary>As <see cref="Write"/>, but the former file stays beside the new one, and the new one is checked before the former moves.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="verify">Reads the finished file and throws if it is not sound.</param>
    public static void WriteKeepingPrevious(string path, Action<Stream> write, Action<string> verify) => Replace(path, write, (temporary, full) =>
    {
        verify(temporary);
        // Stopped between the two, only the former file is left: readers look for it there.
        if (File.Exists(full)) File.Move(full, PreviousOf(full), overwrite: true);
        File.Move(temporary, full);
    });

    /// <summary>Where <see cref="WriteKeepingPrevious"/> leaves the former file.</summary>
    public static string PreviousOf(string path) => path + ".previous";

    /// <summary>Whether the file, or the one before it, is there.</summary>
    public static bool ExistsOrPrevious(string path) => File.Exists(path) || File.Exists(PreviousOf(path));

    /// <summary>Deletes what processes that were killed while writing this file left behind.</summary>
    public static void DeleteLeftovers(string path)
    {
        string full = Path.GetFullPath(path), prefix = $".{Path.GetFileName(full)}.";
        string folder = Path.GetDirectoryName(full)!;
        if (!Directory.Exists(folder)) return;
        foreach (string file in Directory.EnumerateFiles(folder, prefix + "*.tmp"))
        {
            string owner = Path.GetFileName(file)[prefix.Length..^".tmp".Length];
            if (int.TryParse(owner, NumberStyles.None, CultureInfo.InvariantCulture, out int process) && process != Environment.ProcessId && !IsRunning(process)) File.Delete(file);
        }
    }

    private static void Replace(string path, Action<Stream> write, Action<string, string> rename)
    {
        string full = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(full)!;
        Directory.CreateDirectory(folder);
        DeleteLeftovers(full);
        string temporary = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $".{Path.GetFileName(full)}.{Environment.ProcessId}.tmp"));
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            rename(temporary, full);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static bool IsRunning(int process)
    {
        try
        {
            using Process found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
