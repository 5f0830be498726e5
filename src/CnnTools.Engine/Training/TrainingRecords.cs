using CnnTools.Core.Planning;
using CnnTools.Core.Runs;
using CnnTools.Core.Runs.TensorBoard;

namespace CnnTools.Engine.Training;

/// <summary>What a training writes about itself besides its log where it was asked to: the record by which it is found again, and event files for TensorBoard.</summary>
internal sealed class TrainingRecords : IDisposable
{
    private readonly RunRecorder? _run;
    private readonly EventLog? _events;
    private readonly CancellationToken _cancellation;
    private bool _told;

    private TrainingRecords(RunRecorder? run, EventLog? events, CancellationToken cancellation) => (_run, _events, _cancellation) = (run, events, cancellation);

    /// <summary>Begins them.</summary>
    /// <param name="plan">The training.</param>
    /// <param name="device">The device used.</param>
    /// <param name="history">Epochs that an earlier run of the same training finished.</param>
    /// <param name="resumed">Whether the training goes on from its checkpoint.</param>
    /// <param name="cancellation">Tells, at the end, whether somebody stopped it.</param>
    public static TrainingRecords Begin(TrainingPlan plan, string device, IReadOnlyList<CnnEpochResult> history, bool resumed, CancellationToken cancellation)
    {
        EventLog? events = plan.TensorBoardPath is null ? null : new EventLog(plan.TensorBoardPath, RunOptions.Of(plan), history);
        RunRecorder? run = plan.RunPath is null ? null : RunRecorder.Begin(plan.RunPath, RunOptions.ToRun(plan, device), history, resumed);
        return new TrainingRecords(run, events, cancellation);
    }

    /// <summary>Writes an epoch down.</summary>
    public void Epoch(CnnEpochResult epoch, TrainingState state)
    {
        _events?.Write(epoch);
        _run?.Epoch(state.History, state.BestEpoch);
    }

    /// <summary>Writes down what ended the training.</summary>
    public void Failed(CnnException failure)
    {
        _told = true;
        _run?.Break(CnnRunState.Failed, failure.Message);
    }

    /// <summary>Writes down how it ended.</summary>
    public CnnTrainingResult End(CnnTrainingResult result)
    {
        _told = true;
        _run?.End(result);
        return result;
    }

    /// <summary>Closes the files. A training that came here without an end was stopped, or failed in a way nobody foresaw.</summary>
    public void Dispose()
    {
        _events?.Dispose();
        if (_told) return;
        if (_cancellation.IsCancellationRequested) _run?.Break(CnnRunState.Stopped, "Somebody stopped it.");
        else _run?.Break(CnnRunState.Failed, "An error ended it.");
    }
}
