namespace CnnTools.Core.Hardware.Runtime;

/// <summary>Lets one process at a time install. Another one waits, and finds the work done.</summary>
internal static class InstallLock
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Waits for the lock.</summary>
    /// <param name="root">The folder that is installed below.</param>
    /// <param name="message">Told once if another process has it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The lock, until it is disposed or the process ends.</returns>
    public static async Task<IDisposable> TakeAsync(string root, Action<string>? message, CancellationToken cancellation)
    {
        string path = Path.Combine(root, ".lock");
        for (bool told = false; ; told = true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            // Shared-access violations have no type of their own; a folder that cannot be written to is another error.
            catch (IOException error) when (error is not DirectoryNotFoundException and not PathTooLongException && Directory.Exists(root) && error.HResult is unchecked((int)0x80070020) or unchecked((int)0x80070021) or 11 or 35)
            {
                if (!told) message?.Invoke("Another process installs libtorch; waiting for it.");
            }

            await Task.Delay(s_interval, cancellation).ConfigureAwait(false);
        }
    }
}
