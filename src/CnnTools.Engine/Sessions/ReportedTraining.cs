using CnnTools.Core.Files;
using CnnTools.Core.Progress;
using CnnTools.Core.Reports;
using CnnTools.Engine.Training.Checkpoints;

namespace CnnTools.Engine.Sessions;

/// <summary>A training that can be watched in a browser: <see cref="TrainingSession.Run"/>, with a page where one is asked for.</summary>
public static class ReportedTraining
{
    /// <summary>Trains, on the calling thread. Where <see cref="CnnTrainingOptions.ReportPath"/> is given, the page is written at the beginning and after every epoch; at the end, where a model
    /// was written and there is a test split, as the full report of that model.</summary>
    /// <inheritdoc cref="TrainingSession.Run"/>
    public static CnnTrainingResult Run(CnnTrainingOptions options, ITrainingObserver observer, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(observer);
        if (options.ReportPath is null) return TrainingSession.Run(options, observer, cancellation);
        Checkpoint? resumed = options.Resume && options.CheckpointPath is { } checkpoint && Checkpoint.Exists(checkpoint) ? Checkpoint.Read(Path.GetFullPath(checkpoint), static _ => { }) : null;
        string path = OutputFile.Check(options.ReportPath, nameof(options.ReportPath), options.Force || resumed is not null)!;
        // The seed is drawn here, where it was left open: the page must tell of the same training that runs.
        if (resumed is null && options.Seed is null) options = options with { Seed = TrainingSession.Plan(options).Seed };
        var page = new LiveReport(path, TrainingSession.Plan(resumed is null ? options : options with { Seed = options.Seed ?? resumed.Identity.Seed }), resumed?.State.History ?? [], observer);
        CnnTrainingResult? result = null;
        try
        {
            result = TrainingSession.Run(options, page, cancellation);
        }
        finally
        {
            page.Finish(result);
        }

        if (result.ModelPath is { } model && result.TestAccuracy is not null) WriteFull(options, path, model, observer, cancellation);
        return result;
    }

    private static void WriteFull(CnnTrainingOptions options, string path, string model, ITrainingObserver observer, CancellationToken cancellation)
    {
        var inference = new CnnInferenceOptions { Device = options.Device, Precision = options.Precision, Thread = options.Thread, DatasetCache = options.DatasetCache, Offline = options.Offline };
        new ReportSession(inference, new Passing(observer)).Write(new ReportRequest { Model = [model], Dataset = options.Dataset, OutputPath = path, Force = true }, cancellation);
    }

    /// <summary>An evaluation's messages go where the training's went.</summary>
    private sealed class Passing(ITrainingObserver observer) : IInferenceObserver
    {
        public void OnDataset(DatasetProgress progress) => observer.OnDataset(progress);

        public void OnMessage(MessageLevel level, string text) => observer.OnMessage(level == MessageLevel.Information ? MessageLevel.Verbose : level, text);

        public void OnProgress(int done, int total)
        {
        }
    }
}
