using CnnTools.Core.Planning;
using CnnTools.Core.Reports;
using CnnTools.Core.Reports.Data;

namespace CnnTools.Engine.Training.Listeners;

/// <summary>
/// Writes the report of a training anew after every epoch. A page from a file may not read other files, so the page itself is the message: written whole or not
/// at all, and loaded
/// again by the browser that shows it.
/// </summary>
internal sealed class LiveReport : ITrainingListener
{
    /// <summary>Nobody reads faster.</summary>
    public static readonly TimeSpan ShortestRefresh = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan s_longestRefresh = TimeSpan.FromSeconds(30);

    private readonly string _path;
    private readonly TrainingPlan _plan;
    private readonly TimeProvider _time;
    private readonly List<CnnEpochResult> _history;

    /// <summary>Writes the first page.</summary>
    /// <param name="path">Full path of the page.</param>
    /// <param name="plan">The training.</param>
    /// <param name="time">The clock.</param>
    public LiveReport(string path, TrainingPlan plan, TimeProvider? time = null)
    {
        (_path, _plan, _history, _time) = (path, plan, [.. plan.Resumed?.State.History ?? []], time ?? TimeProvider.System);
        Write(finished: null, running: true);
    }

    /// <inheritdoc/>
    public void EpochEnded(CnnEpochResult result, bool isBest)
    {
        _history.Add(result);
        Write(finished: null, running: true);
    }

    /// <summary>Writes the page of a training that is over; a browser that shows the one before loads this one, and then no more.</summary>
    public void Failed(Exception cause) => Write(finished: null, running: false);

    /// <inheritdoc cref="Failed"/>
    public void Finished(CnnTrainingResult result) => Write(result, running: false);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Write(CnnTrainingResult? finished, bool running) => ReportPage.Write(_path, new ReportDocument
    {
        Title = $"{_plan.Network.Name} on {_plan.Train.Name}",
        Written = _time.GetUtcNow(),
        Refresh = running ? Refresh() : null,
        EpochCount = _plan.Epoch,
        Run =
        [
            new ReportRun
            {
                Name = _plan.Network.Name,
                Dataset = _plan.Train.Name,
                Network = _plan.Network,
                History = _history,
                BestEpoch = finished?.BestEpoch,
                Test = finished is { TestLoss: { } loss, TestAccuracy: { } accuracy } ? new(loss, accuracy, finished.TestCount) : null,
                Options = _plan.Lines,
                Provenance = finished is null ? [] : OutcomeText.Of(finished),
            },
        ],
    });

    /// <summary>Twice an epoch: late by half of one at most.</summary>
    private TimeSpan Refresh()
    {
        double seconds = _history.Count == 0 ? 0 : _history[^1].Seconds / 2;
        return TimeSpan.FromSeconds(Math.Clamp(seconds, ShortestRefresh.TotalSeconds, s_longestRefresh.TotalSeconds));
    }
}
