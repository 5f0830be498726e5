using System.Diagnostics;
using CnnTools.Core.Datasets;
using CnnTools.Core.Files;
using CnnTools.Core.ModelFiles;
using CnnTools.Core.Planning;
using CnnTools.Core.Progress;
using CnnTools.Core.Reports;
using CnnTools.Engine.Batches;
using CnnTools.Engine.Inference;
using CnnTools.Engine.Modules;
using CnnTools.Engine.Torch;
using CnnTools.Engine.Training;
using CnnTools.Engine.Training.Listeners;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Sessions;

/// <summary>A whole training: data in; model, log and report out. Front ends plan, show the plan to the user, and run it.</summary>
public static class TrainingSession
{
    /// <summary>
    /// Makes every choice of a training and checks it, without loading libtorch or reading pixels; nothing that it writes (to see whether a folder takes
    /// files) stays.
    /// </summary>
    /// <param name="options">What the user specified.</param>
    /// <exception cref="CnnException">Options cannot be used. One error has all of them, under the id of the first; a single one keeps its own
    /// message.</exception>
    public static TrainingPlan Plan(CnnTrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return TrainingPlanner.Plan(options, new DatasetStore(TrainingOptions.StoreOptions(options)));
    }

    /// <summary>Plans and trains. For callers that show nobody the plan.</summary>
    /// <inheritdoc cref="Run(TrainingPlan, ITrainingObserver, CancellationToken)"/>
    public static CnnTrainingResult Run(CnnTrainingOptions options, ITrainingObserver observer, CancellationToken cancellation) =>
        Run(Plan(options), observer, cancellation);

    /// <summary>Trains, on the calling thread.</summary>
    /// <param name="plan">Every choice of the training.</param>
    /// <param name="observer">Is told what happens, on the calling thread.</param>
    /// <param name="cancellation">Stops the training within one step; files are left complete.</param>
    /// <returns>How it ended; model, log and report are on disk where paths were given.</returns>
    /// <exception cref="CnnException">Bad data, a missing resource, or a loss that diverged.</exception>
    /// <exception cref="OperationCanceledException">The training was canceled.</exception>
    public static CnnTrainingResult Run(TrainingPlan plan, ITrainingObserver observer, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(observer);
        foreach (string warning in plan.Warnings) observer.OnMessage(MessageLevel.Warning, warning);
        foreach (string line in plan.Describe()) observer.OnMessage(MessageLevel.Verbose, line);
        // Those who watch are there from the start; what is written comes before them, once there is something to write.
        using var listeners = new TrainingListeners(plan.ReportPath is { } page ? new LiveReport(page, plan) : null, new ProgressListener(plan, observer));
        CnnTrainingResult result;
        try
        {
            result = Train(plan, observer, listeners, cancellation);
        }
        catch (Exception cause)
        {
            listeners.Failed(cause);
            throw;
        }

        if (plan.ReportPath is { } path && result is { ModelPath: { } model, TestAccuracy: not null }) WriteReport(plan, path, model, observer, cancellation);
        return result;
    }

    private static CnnTrainingResult Train(TrainingPlan plan, ITrainingObserver observer, TrainingListeners listeners, CancellationToken cancellation)
    {
        Device device = DeviceCatalog.Open(plan, observer);
        using IDisposable memory = MemoryTuning.Keep();
        // All splits before the first step: what is wrong with the test images must not come to light after the last.
        IReadOnlyDictionary<CnnSplit, ImageSet> images = OpenStore(plan, observer).Load(plan.Dataset, SplitsOf(plan), cancellation);
        ImageSet trainSet = images[CnnSplit.Train];
        if (!trainSet.Verified)
            observer.OnMessage(MessageLevel.Verbose,
                $"{trainSet.Name}: the files do not have the published checksum; they passed structural checks and are used as they are.");
        CnnSplit? validationSplit = plan.ValidationSplit.UseTest ? CnnSplit.Test : plan.ValidationSplit.UseOwn ? CnnSplit.Validation : null;
        (int[] learn, int[] watch) = validationSplit is not null || plan.ValidationSplit.IsNone
            ? ([.. Enumerable.Range(0, trainSet.Count)], [])
            : HoldOut.Stratified(trainSet.Labels, plan.ValidationSplit.Fraction, plan.Seed);

        using DeviceImages train = DeviceImages.Upload(trainSet, device);
        using DeviceImages? validation = validationSplit is { } own ? DeviceImages.Upload(images[own], device) : null;
        if (validation is not null) watch = [.. Enumerable.Range(0, validation.Count)];
        var provenance = new ModelProvenance(plan, trainSet.ContentHash, trainSet.ClassNames, DeviceCatalog.Describe(device), TorchRuntime.Version)
        {
            SkippedImages = images.Values.Sum(static set => set.SkippedCount),
        };
        ImageSet? testSet = images.GetValueOrDefault(CnnSplit.Test);
        (images, trainSet) = (null!, null!); // 150 MB for CIFAR-10, now on the device as well

        using CnnModule model = NetworkBuilder.Build(plan.Network, plan.Seed, device, plan.Precision);
        using var loop = new TrainingLoop(plan, model, train, learn, validation ?? train, watch);
        listeners.Prepend(Writers(plan, loop, provenance, observer, cancellation));
        var clock = Stopwatch.StartNew();
        loop.Run(listeners, cancellation);
        EvaluationScore? score = testSet is null ? null : Grade(model, testSet, device, cancellation);
        var result = new CnnTrainingResult
        {
            // A folder or a manifest goes by its path: its last part alone would not be found again.
            Dataset = Path.IsPathRooted(plan.Dataset) ? plan.Dataset : plan.Train.Name,
            Architecture = plan.Network.Name,
            StopReason = loop.StopReason,
            StopMessage = loop.StopMessage,
            Epoch = loop.State.History.Count,
            BestEpoch = loop.State.BestEpoch,
            TestLoss = score?.Loss,
            TestAccuracy = score?.Accuracy,
            TestCount = score?.Count ?? 0,
            Seconds = clock.Elapsed.TotalSeconds,
            Device = provenance.Device,
            Precision = plan.Precision,
            Threads = plan.Thread,
            Seed = plan.Seed,
            ModelPath = plan.OutputPath,
            LogPath = plan.LogPath,
        };
        listeners.Finished(result);
        return result;
    }

    /// <summary>
    /// What writes files, in the order in which they are written: a checkpoint last, so that a killed training resumes before whatever a file may lack.
    /// </summary>
    private static IEnumerable<ITrainingListener?> Writers(TrainingPlan plan, TrainingLoop loop, ModelProvenance provenance, ITrainingObserver observer,
        CancellationToken cancellation)
    {
        CheckpointListener? checkpoints = Resume(plan, loop, provenance, observer);
        if (plan.LogPath is { } log) yield return new EpochLogListener(log, loop.State.History);
        if (plan.TensorBoardPath is { } events) yield return new TensorBoardListener(events, plan, loop.State.History);
        if (plan.OutputPath is { } file) yield return new ModelFileListener(file, loop, provenance, observer);
        if (plan.RunPath is { } runs) yield return new RunRecordListener(runs, plan, provenance.Device, loop, cancellation);
        yield return checkpoints;
    }

    /// <summary>
    /// Puts the loop where its checkpoint was, or writes the first checkpoint: before any other file, so that a killed run can be told apart from somebody
    /// else's files.
    /// </summary>
    private static CheckpointListener? Resume(TrainingPlan plan, TrainingLoop loop, ModelProvenance provenance, ITrainingObserver observer)
    {
        if (plan.CheckpointPath is not { } path) return null;
        AtomicFile.DeleteLeftovers(path);
        TrainingIdentity identity = TrainingIdentity.Of(provenance);
        var checkpoints = new CheckpointListener(path, plan.CheckpointInterval, loop, identity);
        if (plan.Resumed is { } resumed)
        {
            resumed.Identity.CheckSame(identity, path, text => observer.OnMessage(MessageLevel.Warning, text));
            resumed.Restore(loop);
            observer.OnMessage(MessageLevel.Information, Invariant($"Resumed {path} in epoch {loop.State.Epoch}, after {loop.State.Step} steps."));
        }
        else
        {
            checkpoints.Save();
        }

        return checkpoints;
    }

    /// <summary>Runs the test split, once, with the weights that will be kept.</summary>
    private static EvaluationScore Grade(CnnModule model, ImageSet test, Device device, CancellationToken cancellation)
    {
        using DeviceImages images = DeviceImages.Upload(test, device);
        return Evaluator.Evaluate(model, images, [.. Enumerable.Range(0, images.Count)], cancellation);
    }

    private static CnnSplit[] SplitsOf(TrainingPlan plan) =>
        [CnnSplit.Train, .. plan.ValidationSplit.UseOwn ? (CnnSplit[])[CnnSplit.Validation] : [], .. plan.HasTest ? (CnnSplit[])[CnnSplit.Test] : []];

    /// <summary>Writes the report of the finished model in place of the page that showed the training.</summary>
    private static void WriteReport(TrainingPlan plan, string path, string model, ITrainingObserver observer, CancellationToken cancellation)
    {
        var inference = new CnnInferenceOptions
        {
            Device = plan.Device, Precision = plan.Precision, Thread = plan.Thread, DatasetCache = plan.DatasetCache, Offline = plan.Offline,
            SkipBroken = plan.SkipBroken, MaxCacheSize = plan.MaxCacheSize,
        };
        new ReportSession(inference, new ReportObserver(observer))
            .Write(new ReportRequest { Model = [model], Dataset = plan.Dataset, OutputPath = path, Force = true }, cancellation);
    }

    private static DatasetStore OpenStore(TrainingPlan plan, ITrainingObserver observer) => new(new DatasetStoreOptions
    {
        CacheFolder = plan.DatasetCache,
        Offline = plan.Offline,
        Preparation = plan.Input.Preparation,
        TestSplit = plan.TestSplit ?? 0,
        SkipBroken = plan.SkipBroken,
        MaximumCacheBytes = plan.MaxCacheSize ?? DatasetStoreOptions.DefaultMaximumCacheBytes,
        Progress = observer.OnDataset,
        Message = text => observer.OnMessage(MessageLevel.Information, text),
        // What the plan warned of is said already.
        Warning = text =>
        {
            if (!plan.Warnings.Contains(text)) observer.OnMessage(MessageLevel.Warning, text);
        },
    });

    /// <summary>An evaluation's messages go where the training's went.</summary>
    private sealed class ReportObserver(ITrainingObserver observer) : IInferenceObserver
    {
        public void OnDataset(DatasetProgress progress) => observer.OnDataset(progress);

        public void OnMessage(MessageLevel level, string text) => observer.OnMessage(level == MessageLevel.Information ? MessageLevel.Verbose : level, text);

        public void OnProgress(int done, int total)
        {
        }
    }
}
