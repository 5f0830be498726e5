using System.Diagnostics;

namespace CnnTools.Worker;

/// <summary>
/// Stops the work when the one who started it asks for it by creating a file, or is gone. Builds cannot send signals: they kill; and a killed build would leave
/// its workers behind.
/// </summary>
internal sealed class ProcessWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Timer _timer;

    /// <summary>Begins to watch.</summary>
    /// <param name="stopFile">The file whose appearance stops the work; null for none.</param>
    /// <param name="parent">Id of the process whose end stops the work; null for none.</param>
    /// <param name="stop">Stops the work; may be called more than once.</param>
    public ProcessWatch(string? stopFile, int? parent, Action stop) => _timer = new Timer(
        _ =>
        {
            if ((stopFile is null || !File.Exists(stopFile)) && (parent is not { } id || IsRunning(id))) return;
            try
            {
                stop();
            }
            catch (ObjectDisposedException)
            {
                // The work ended in the same moment.
            }
        },
        null, TimeSpan.Zero, Interval);

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private static bool IsRunning(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}
