namespace CnnTools.Core.Datasets.Download;

/// <summary>
/// Lets one downloader at a time work on a dataset, across threads and processes: whoever has the lock file open. The system closes it with the process, so a
/// crash leaves no lock
/// behind; the empty file stays, because removing it would let two newcomers lock two different files of the same name.
/// </summary>
internal static class DatasetLock
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits for the lock.</summary>
    /// <param name="cacheFolder">The cache; created where missing.</param>
    /// <param name="dataset">The dataset's name.</param>
    /// <param name="waiting">Called once when another holds the lock.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Releases the lock when disposed.</returns>
    public static IDisposable Acquire(string cacheFolder, string dataset, Action waiting, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(cacheFolder);
        string path = Path.Combine(cacheFolder, $".{dataset.ToLowerInvariant()}.lock");
        bool told = false;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            }
            catch (IOException e) when (IsHeldByAnother(e))
            {
                if (!told) waiting();
                told = true;
                cancellationToken.WaitHandle.WaitOne(Interval);
            }
        }
    }

    /// <summary>Whether opening failed because the file is open elsewhere: ERROR_SHARING_VIOLATION on Windows, EWOULDBLOCK on Linux (11) and macOS (35). A full
    /// disk must not make us wait.</summary>
    private static bool IsHeldByAnother(IOException e) => OperatingSystem.IsWindows() ? (e.HResult & 0xFFFF) == 32 : e.HResult is 11 or 35;
}
