using System.Globalization;
using CnnTools.Core.Progress;

namespace CnnTools.PowerShell.Output;

/// <summary>Shows how far a training or an evaluation and its dataset have come: a bar for the training, one below it for the epoch; one for an evaluation; one
/// for a download.</summary>
internal sealed class ProgressDisplay(ICommandOutput output, TimeProvider? time = null)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Throttle _throttle = new(Interval, time ?? TimeProvider.System);
    private readonly Dictionary<ProgressBar, string> _shown = [];
    private string? _item;

    /// <summary>Shows progress within an epoch.</summary>
    /// <param name="title">What is trained.</param>
    /// <param name="progress">How far it is.</param>
    public void Show(string title, TrainingProgress progress)
    {
        Complete(ProgressBar.Dataset);
        if (!_throttle.TryPass()) return;
        double inEpoch = progress.Total == 0 ? 1 : (double)progress.Done / progress.Total;
        double overall = (progress.Epoch - 1 + inEpoch) / progress.EpochCount;
        Write(new(ProgressBar.Training, title, Text($"epoch {progress.Epoch} of {progress.EpochCount}"), Percent(overall), Seconds(progress.Remaining)));
        Write(new(ProgressBar.Epoch, Text($"Epoch {progress.Epoch}"),
            Text($"{progress.Done:N0} of {progress.Total:N0} images, loss {progress.Loss:F4}, accuracy {100 * progress.Accuracy:F2}%, {progress.ImagesPerSecond:N0} images/s"), Percent(inEpoch)));
    }

    /// <summary>Shows progress of an evaluation.</summary>
    /// <param name="title">What is evaluated.</param>
    /// <param name="done">Images so far.</param>
    /// <param name="total">All images.</param>
    public void Show(string title, int done, int total)
    {
        Complete(ProgressBar.Dataset);
        if (!_throttle.TryPass()) return;
        Write(new(ProgressBar.Evaluation, title, Text($"{done:N0} of {total:N0} images"), Percent(total == 0 ? 1 : (double)done / total)));
    }

    /// <summary>Shows progress of a download or a decoding.</summary>
    /// <param name="progress">How far it is.</param>
    public void Show(DatasetProgress progress)
    {
        // A new file is shown at once: the last line of the one before would stay on the screen otherwise.
        if (progress.Item != _item) _throttle.Reset();
        _item = progress.Item;
        if (!_throttle.TryPass()) return;
        string status = progress.Total is { } total ? Text($"{progress.Item}: {progress.Done:N0} of {total:N0}") : Text($"{progress.Item}: {progress.Done:N0}");
        Write(new(ProgressBar.Dataset, progress.Activity, status, progress.Total is > 0 ? Percent((double)progress.Done / progress.Total.Value) : -1));
    }

    /// <summary>Removes every bar that is on the screen, inner ones first.</summary>
    public void Complete()
    {
        Complete(ProgressBar.Epoch);
        Complete(ProgressBar.Training);
        Complete(ProgressBar.Evaluation);
        Complete(ProgressBar.Dataset);
    }

    private void Complete(ProgressBar bar)
    {
        if (!_shown.Remove(bar, out string? activity)) return;
        output.Progress(new(bar, activity, "done", 100, Completed: true));
    }

    private void Write(ProgressLine line)
    {
        _shown[line.Bar] = line.Activity;
        output.Progress(line);
    }

    private static int Percent(double share) => (int)(100 * Math.Clamp(share, 0, 1));

    private static int Seconds(TimeSpan remaining) => remaining >= TimeSpan.Zero && remaining.TotalSeconds < int.MaxValue ? (int)Math.Ceiling(remaining.TotalSeconds) : -1;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.CurrentCulture);
}
