using CnnTools.Core.Reports;
using CnnTools.Engine.Sessions;
using CnnTools.PowerShell.Output;

namespace CnnTools.PowerShell.Runners;

/// <summary>What <c>Export-CnnReport</c> does: check, ask, gather and write.</summary>
/// <param name="output">Where results go.</param>
/// <param name="options">How models are run.</param>
/// <param name="time">The clock of the progress bars.</param>
internal sealed class ReportRunner(ICommandOutput output, CnnInferenceOptions options, TimeProvider? time = null)
{
    /// <summary>Writes a report and emits its file.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="cancellation">Checked before every batch.</param>
    public void Write(ReportRequest request, CancellationToken cancellation)
    {
        string path = ReportSession.Check(request);
        if (!MayProceed(request, path)) return;
        var display = new ProgressDisplay(output, time);
        var observer = new InferenceObserver(output, display) { Title = $"Evaluate for {Path.GetFileName(path)}" };
        try
        {
            new ReportSession(options, observer).Write(request, cancellation);
            display.Complete();
        }
        catch (Exception exception) when (exception is CnnException or IOException or UnauthorizedAccessException)
        {
            // Not in a finally block: once the pipeline is stopping nothing may be written, and PowerShell removes the bars itself.
            display.Complete();
            throw;
        }

        output.Emit(new FileInfo(path));
    }

    /// <summary>Emits the file once it is there, and writes it again whenever a log grows, until told to stop.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="cancellation">Stops.</param>
    public void Follow(ReportRequest request, CancellationToken cancellation)
    {
        if (!MayProceed(request, ReportSession.Check(request))) return;
        bool emitted = false;
        ReportSession.Follow(request, path =>
        {
            if (emitted) output.Verbose($"{path}: written again.");
            else output.Emit(new FileInfo(path));
            emitted = true;
        }, cancellation);
    }

    private bool MayProceed(ReportRequest request, string path) =>
        output.MayProceed($"Write report {path} of {string.Join(", ", request.Model.Concat(request.LogPath).Select(Path.GetFileName))}", []);
}
