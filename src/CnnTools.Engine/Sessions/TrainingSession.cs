using System.Diagnostics;
using CnnTools.Core.Datasets;
using CnnTools.Core.ModelFiles;
using CnnTools.Core.Planning;
using CnnTools.Core.Progress;
using CnnTools.Core.Runs;
using CnnTools.Engine.Batches;
using CnnTools.Engine.Inference;
using CnnTools.Engine.Modules;
using CnnTools.Engine.Torch;
using CnnTools.Engine.Training;
using CnnTools.Engine.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Sessions;

/// <summary>A whole training: data in, model and log out. The front ends call this.</summary>
public static class TrainingSession
{
    /// <summary>Makes every choice a training needs and checks it, without loading libtorch or reading pixels; nothing that it writes (to see whether a folder takes files) stays.</summary>
    /// <param name="options">What the user asks for.</param>
    /// <exception cref="CnnException">Something cannot work; the message says what to change.</exception>
    public static TrainingPlan Plan(CnnTrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        bool resumes = options.Resume && options.CheckpointPath is not null && Checkpoint.Exists(options.CheckpointPath);
        return TrainingPlanner.Plan(resumes ? options with { Force = true } : options, OpenStore(options, null));
    }

    /// <summary>Trains, on the calling thread.</summary>
    /// <param name="options">What the user asks for.</param>
    /// <param name="observer">Is told what happens, on the calling thread.</param>
    /// <param name="cancellation">Stops the training within one step; files are left complete.</param>
    /// <returns>How it ended; the model and the log are on disk where paths were given.</returns>
    /// <exception cref="CnnException">Bad input, a missing resource, or a loss that diverged.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    public static CnnTrainingResult Run(CnnTrainingOptions options, ITrainingObserver observer, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(observer);
        DatasetStore store = OpenStore(options, observer);
        Checkpoint? resumed = options.Resume && options.CheckpointPath is not null && Checkpoint.Exists(options.CheckpointPath)
            ? Checkpoint.Read(Path.GetFullPath(options.CheckpointPath), text => observer.OnMessage(MessageLevel.Warning, text))
            : null;
        // A seed that was drawn for the first run is the resumed run's as well; and its files are this training's own.
        if (resumed is not null) options = options with { Seed = options.Seed ?? resumed.Identity.Seed, Force = true };
        TrainingPlan plan = TrainingPlanner.Plan(options, store);
        foreach (string line in plan.Describe()) observer.OnMessage(MessageLevel.Verbose, line);

        Device device = DeviceCatalog.Open(plan, observer);
        using IDisposable memory = MemoryTuning.Keep();
        ImageSet trainSet = store.Load(plan.Dataset, CnnSplit.Train, cancellation);
        if (!trainSet.Verified) observer.OnMessage(MessageLevel.Verbose, $"{trainSet.Name}: the files do not have the published checksum; they passed structural checks and are used as they are.");
        (int[] learn, int[] watch) = plan.ValidationSplit.UseTest || plan.ValidationSplit.IsNone
            ? ([.. Enumerable.Range(0, trainSet.Count)], [])
            : HoldOut.Stratified(trainSet.Labels, plan.ValidationSplit.Fraction, plan.Seed);

        using DeviceImages train = DeviceImages.Upload(trainSet, device);
        using DeviceImages? test = plan.ValidationSplit.UseTest ? DeviceImages.Upload(store.Load(plan.Dataset, CnnSplit.Test, cancellation), device) : null;
        if (test is not null) watch = [.. Enumerable.Range(0, test.Count)];
        var provenance = new ModelProvenance(plan, trainSet.ContentHash, trainSet.ClassNames, DeviceCatalog.Describe(device), TorchRuntime.Version);
        trainSet = null!; // 150 MB for CIFAR-10, now on the device as well

        using CnnModule model = NetworkBuilder.Build(plan.Network, plan.Seed, device, plan.Precision);
        using var loop = new TrainingLoop(plan, model, train, learn, test ?? train, watch, observer);
        TrainingIdentity identity = TrainingIdentity.Of(provenance);
        var checkpoints = plan.CheckpointPath is null ? null : new CheckpointSchedule(plan.CheckpointPath, plan.CheckpointInterval, loop, identity);
        if (resumed is not null)
        {
            resumed.Identity.CheckSame(identity, plan.CheckpointPath!, text => observer.OnMessage(MessageLevel.Warning, text));
            resumed.Restore(loop);
            observer.OnMessage(MessageLevel.Information, Invariant($"Resumed {plan.CheckpointPath} in epoch {loop.State.Epoch}, after {loop.State.Step} steps."));
        }
        else
        {
            // Before any other file: from here on a killed run can be told apart from somebody else's files.
            checkpoints?.Save(loop.State);
        }

        using TrainingRecords records = TrainingRecords.Begin(plan, provenance.Device, loop.State.History, resumed is not null, cancellation);
        using EpochLog? log = plan.LogPath is null ? null : new EpochLog(plan.LogPath, loop.State.History);
        var clock = Stopwatch.StartNew();
        try
        {
            loop.Run(
                (epoch, keep) =>
                {
                    log?.Write(epoch);
                    records.Epoch(epoch, loop.State);
                    // The file on disk is the best model so far, whatever happens next.
                    if (keep && plan.OutputPath is not null)
                    {
                        using IDisposable? loan = loop.Average?.Lend();
                        TrainedModelFile.Save(plan.OutputPath, model, provenance.At(loop.State.BestEpoch, loop.State.History));
                    }

                    if (!loop.WasCutShort) checkpoints?.Save(loop.State);
                    observer.OnEpoch(epoch);
                },
                checkpoints is null ? null : checkpoints.AfterStep,
                cancellation);
        }
        catch (OperationCanceledException) when (plan.OutputPath is not null && loop.State.BestEpoch > 0)
        {
            observer.OnMessage(MessageLevel.Warning, Invariant($"Stopped in epoch {loop.State.Epoch}. The model of epoch {loop.State.BestEpoch} is in {plan.OutputPath}."));
            throw;
        }

        catch (CnnException failure)
        {
            records.Failed(failure);
            throw;
        }

        EvaluationScore? score = Grade(plan, store, model, test, device, cancellation);
        if (plan.OutputPath is not null)
            TrainedModelFile.Save(plan.OutputPath, model, provenance.At(loop.State.BestEpoch, loop.State.History) with { Test = score, StopReason = loop.StopReason });
        return records.End(new CnnTrainingResult
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
            Device = DeviceCatalog.Describe(device),
            Precision = plan.Precision,
            Threads = plan.Thread,
            Seed = plan.Seed,
            ModelPath = plan.OutputPath,
            LogPath = plan.LogPath,
        });
    }

    /// <summary>Reads the test split, once, with the weights that will be kept.</summary>
    private static EvaluationScore? Grade(TrainingPlan plan, DatasetStore store, CnnModule model, DeviceImages? test, Device device, CancellationToken cancellation)
    {
        if (!plan.HasTest) return null;
        using DeviceImages? loaded = test is null ? DeviceImages.Upload(store.Load(plan.Dataset, CnnSplit.Test, cancellation), device) : null;
        DeviceImages images = test ?? loaded!;
        return Evaluator.Evaluate(model, images, [.. Enumerable.Range(0, images.Count)], cancellation);
    }

    private static DatasetStore OpenStore(CnnTrainingOptions options, ITrainingObserver? observer) => new(new DatasetStoreOptions
    {
        CacheFolder = options.DatasetCache,
        Offline = options.Offline,
        Progress = observer is null ? null : observer.OnDataset,
        Message = observer is null ? null : text => observer.OnMessage(MessageLevel.Information, text),
    });
}
