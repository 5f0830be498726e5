using System;
using System.IO;
using System.Threading;

namespace CnnTools.Build;

/// <summary>
/// Lets one build at a time work on a model: Debug and Release, an IDE and a command line, or two projects that reference a third share <c>obj/cnn</c>. The
/// system releases the file when a
/// process ends, however it ends. The file stays: deleting it would let a third process in beside one that still waits for it.
/// </summary>
internal sealed class StepLock : IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    private readonly FileStream _file;

    private StepLock(FileStream file) => _file = file;

    /// <summary>Waits until no other build holds the lock.</summary>
    /// <param name="path">The lock file.</param>
    /// <param name="waits">Called once where the lock is held by another build.</param>
    /// <param name="isCancelled">Asked while waiting.</param>
    /// <returns>The lock; null if the wait was cancelled.</returns>
    /// <exception cref="IOException">The file cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder does not allow it.</exception>
    public static StepLock? Acquire(string path, Action waits, Func<bool> isCancelled)
    {
        for (bool told = false; ; Thread.Sleep(s_pause))
        {
            try
            {
                return new StepLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (File.Exists(path))
            {
                if (isCancelled()) return null;
                if (!told) waits();
                told = true;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
