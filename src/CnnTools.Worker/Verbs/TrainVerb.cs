using System.CommandLine;
using CnnTools.Core.Planning;
using CnnTools.Engine.Sessions;
using CnnTools.Engine.Training;
using CnnTools.Worker.Output;

namespace CnnTools.Worker.Verbs;

/// <summary>The verb <c>train</c>: what <c>Invoke-CnnTraining</c> does, for a command line.</summary>
internal sealed class TrainVerb
{
    private readonly Option<string> _dataset = new("--dataset") { Description = "A dataset's name, a folder with a subfolder a class, or a CSV manifest", Required = true };
    private readonly Option<string?> _architecture = new("--architecture") { Description = "A network's name or the path of a network in JSON; without it, the dataset's usual network" };
    private readonly Option<int?> _epoch = OptionParsing.ForNumber<int>("--epoch", "Largest number of epochs");
    private readonly Option<int?> _batchSize = OptionParsing.ForNumber<int>("--batch-size", "Images a step");
    private readonly Option<CnnOptimizer?> _optimizer = OptionParsing.ForEnum<CnnOptimizer>("--optimizer", "The rule that changes the weights");
    private readonly Option<double?> _learningRate = OptionParsing.ForNumber<double>("--learning-rate", "Learning rate, above 0");
    private readonly Option<double?> _momentum = OptionParsing.ForNumber<double>("--momentum", "Momentum of Sgd, in [0, 1)");
    private readonly Option<double?> _weightDecay = OptionParsing.ForNumber<double>("--weight-decay", "Weight decay, at least 0");
    private readonly Option<CnnAugmentation?> _augmentation = OptionParsing.ForEnum<CnnAugmentation>("--augmentation", "Random changes to training images, separated by commas");
    private readonly Option<double?> _shiftFraction = OptionParsing.ForNumber<double>("--shift-fraction", "Largest shift as a fraction of the image's size, in [0, 1)");
    private readonly Option<int?> _augmentationStartEpoch = OptionParsing.ForNumber<int>("--augmentation-start-epoch", "First epoch with augmentation, from 1");
    private readonly Option<CnnSchedule?> _schedule = OptionParsing.ForEnum<CnnSchedule>("--schedule", "How the learning rate changes");
    private readonly Option<double?> _scheduleFactor = OptionParsing.ForNumber<double>("--schedule-factor", "What Step and Plateau multiply the learning rate by (default 0.1)");
    private readonly Option<int?> _scheduleStepEpoch = OptionParsing.ForNumber<int>("--schedule-step-epoch", "Epochs between two decreases of Step (default a third of all)");
    private readonly Option<int?> _schedulePatience = OptionParsing.ForNumber<int>("--schedule-patience", "Epochs without a better watched loss that Plateau bears (default 2)");
    private readonly Option<double?> _minimumLearningRate = OptionParsing.ForNumber<double>("--minimum-learning-rate", "Learning rate below which Cosine and Plateau do not go (default 0)");
    private readonly Option<double?> _warmUpEpoch = OptionParsing.ForNumber<double>("--warm-up-epoch", "Epochs, or part of one, over which the learning rate rises at the beginning (default 0; OneCycle: 0.3 of all)");
    private readonly Option<double?> _labelSmoothing = OptionParsing.ForNumber<double>("--label-smoothing", "Share of each label that is spread over all classes, in [0, 1)");
    private readonly Option<double?> _weightAveraging = OptionParsing.ForNumber<double>("--weight-averaging", "Decay a step of the running average of the weights, in [0, 1)");
    private readonly Option<double?> _gradientClipping = OptionParsing.ForNumber<double>("--gradient-clipping", "Largest norm of all gradients together");
    private readonly Option<double?> _mixup = OptionParsing.ForNumber<double>("--mixup", "Parameter of the Beta distribution that images are mixed by");
    private readonly Option<double?> _cutMix = OptionParsing.ForNumber<double>("--cut-mix", "Parameter of the Beta distribution that the size of the rectangle from another image follows");
    private readonly Option<double?> _randomErasing = OptionParsing.ForNumber<double>("--random-erasing", "Share of the images in which a random rectangle is replaced by noise, in [0, 1]");
    private readonly Option<CnnClassWeight?> _classWeight = OptionParsing.ForClassWeight("--class-weight", "How much each class counts: Balanced, None, numbers in label order (1,2,0.5), or by name (cat=2,dog=0.5)");
    private readonly Option<double?> _timeBudget = OptionParsing.ForNumber<double>("--time-budget", "Seconds of training after which it stops at the end of the step");
    private readonly Option<CnnValidationSplit?> _validationSplit = OptionParsing.ForValidationSplit("--validation-split", "What early stopping and best-model selection watch: a fraction of the training split, Test or None (default 0.1)");
    private readonly Option<int?> _patience = OptionParsing.ForNumber<int>("--early-stopping-patience", "Epochs without a better watched loss before training stops; 0 never stops early");
    private readonly Option<double?> _minimumDelta = OptionParsing.ForNumber<double>("--early-stopping-minimum-delta", "Smallest decrease of the watched loss that counts as better");
    private readonly Option<bool> _noRestoreBest = new("--no-restore-best") { Description = "Keep the last epoch's weights instead of the best one's" };
    private readonly Option<long?> _seed = OptionParsing.ForNumber<long>("--seed", "Seed of every random stream");
    private readonly Option<int?> _seedCount = OptionParsing.ForNumber<int>("--seed-count", "Train this many models, with the seeds from --seed on; the second one's files get .seedN before their ending (default 1)");
    private readonly Option<string> _device = new("--device") { Description = "Auto, Cpu, Cuda or Cuda:N", DefaultValueFactory = static _ => "Auto" };
    private readonly Option<CnnPrecision?> _precision = OptionParsing.ForEnum<CnnPrecision>("--precision", "Number format of the computation");
    private readonly Option<int?> _thread = OptionParsing.ForNumber<int>("--thread", "CPU threads; without it, one a physical core");
    private readonly Option<string?> _outputPath = new("--output-path") { Description = "File the trained model is written to (safetensors)" };
    private readonly Option<string?> _logPath = new("--log-path") { Description = "CSV file that gets a line an epoch" };
    private readonly Option<string?> _reportPath = new("--report-path") { Description = "HTML file that shows the training while it runs, and at the end the model's report" };
    private readonly Option<string?> _checkpointPath = new("--checkpoint-path") { Description = "File that holds the whole state of the training" };
    private readonly Option<double?> _checkpointInterval = OptionParsing.ForNumber<double>("--checkpoint-interval", "Seconds between checkpoints within an epoch (default 300); 0 writes one after every step");
    private readonly Option<string?> _tensorBoardPath = new("--tensor-board-path", "--tensorboard-path") { Description = "Folder for event files that TensorBoard shows, one folder a training" };
    private readonly Option<string?> _runPath = new("--run-path") { Description = "Folder for the record by which the training is found again (default CNNTOOLS_RUNS; where that is not set, none is written)" };
    private readonly Option<bool> _resume = new("--resume") { Description = "Go on from the checkpoint where there is one" };
    private readonly Option<bool> _force = new("--force") { Description = "Replace existing files" };
    private readonly Option<string?> _datasetCache = new("--dataset-cache") { Description = "Folder of the dataset cache (default CNNTOOLS_DATASETS, else ~/.cache/cnntools/datasets)" };
    private readonly Option<bool> _offline = new("--offline") { Description = "Never download" };
    private readonly Option<bool> _installRuntime = new("--install-runtime") { Description = "Install libtorch first if it is missing" };
    private readonly Option<bool> _verbose = new("--verbose") { Description = "Tell the choices made: device, threads, seed" };

    /// <summary>The verb with its options.</summary>
    /// <param name="host">Runs the work.</param>
    public Command Create(WorkerHost host)
    {
        var command = new Command("train", "Trains a network, with a line an epoch")
        {
            _dataset, _architecture, _epoch, _batchSize, _optimizer, _learningRate, _momentum, _weightDecay, _augmentation, _shiftFraction, _augmentationStartEpoch,
            _schedule, _scheduleFactor, _scheduleStepEpoch, _schedulePatience, _minimumLearningRate, _warmUpEpoch, _labelSmoothing, _weightAveraging,
            _gradientClipping, _mixup, _cutMix, _randomErasing, _classWeight, _timeBudget,
            _validationSplit, _patience, _minimumDelta, _noRestoreBest, _seed, _seedCount, _device, _precision, _thread, _outputPath, _logPath, _reportPath,
            _checkpointPath, _checkpointInterval, _tensorBoardPath, _runPath, _resume, _force, _datasetCache, _offline, _installRuntime, _verbose,
        };
        command.SetAction(parsed => host.Run(cancellation => Train(host, parsed, cancellation)));
        return command;
    }

    /// <summary>The options as the engine takes them; what was not said stays null.</summary>
    internal CnnTrainingOptions Read(ParseResult parsed) => new()
    {
        Dataset = parsed.GetRequiredValue(_dataset),
        Architecture = parsed.GetValue(_architecture),
        Epoch = parsed.GetValue(_epoch),
        BatchSize = parsed.GetValue(_batchSize),
        Optimizer = parsed.GetValue(_optimizer),
        LearningRate = parsed.GetValue(_learningRate),
        Momentum = parsed.GetValue(_momentum),
        WeightDecay = parsed.GetValue(_weightDecay),
        Augmentation = parsed.GetValue(_augmentation),
        ShiftFraction = parsed.GetValue(_shiftFraction),
        AugmentationStartEpoch = parsed.GetValue(_augmentationStartEpoch),
        Schedule = parsed.GetValue(_schedule),
        ScheduleFactor = parsed.GetValue(_scheduleFactor),
        ScheduleStepEpoch = parsed.GetValue(_scheduleStepEpoch),
        SchedulePatience = parsed.GetValue(_schedulePatience),
        MinimumLearningRate = parsed.GetValue(_minimumLearningRate),
        WarmUpEpoch = parsed.GetValue(_warmUpEpoch),
        LabelSmoothing = parsed.GetValue(_labelSmoothing),
        WeightAveraging = parsed.GetValue(_weightAveraging),
        GradientClipping = parsed.GetValue(_gradientClipping),
        Mixup = parsed.GetValue(_mixup),
        CutMix = parsed.GetValue(_cutMix),
        RandomErasing = parsed.GetValue(_randomErasing),
        ClassWeight = parsed.GetValue(_classWeight),
        TimeBudget = parsed.GetValue(_timeBudget),
        ValidationSplit = parsed.GetValue(_validationSplit),
        EarlyStoppingPatience = parsed.GetValue(_patience),
        EarlyStoppingMinimumDelta = parsed.GetValue(_minimumDelta),
        RestoreBest = parsed.GetValue(_noRestoreBest) ? false : null,
        Seed = parsed.GetValue(_seed),
        Device = parsed.GetRequiredValue(_device),
        Precision = parsed.GetValue(_precision),
        Thread = parsed.GetValue(_thread),
        OutputPath = parsed.GetValue(_outputPath),
        LogPath = parsed.GetValue(_logPath),
        ReportPath = parsed.GetValue(_reportPath),
        CheckpointPath = parsed.GetValue(_checkpointPath),
        CheckpointInterval = parsed.GetValue(_checkpointInterval),
        Resume = parsed.GetValue(_resume),
        TensorBoardPath = parsed.GetValue(_tensorBoardPath),
        RunPath = parsed.GetValue(_runPath),
        Force = parsed.GetValue(_force),
        DatasetCache = parsed.GetValue(_datasetCache),
        Offline = parsed.GetValue(_offline),
    };

    private void Train(WorkerHost host, ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(_installRuntime)) InstallRuntimeVerb.Ensure(host, parsed.GetRequiredValue(_device), cancellation);
        var console = new TrainingConsole(host.Output, host.Terminal, parsed.GetValue(_verbose));
        try
        {
            foreach (CnnTrainingOptions options in SeedSeries.Of(Read(parsed), parsed.GetValue(_seedCount) ?? 1))
            {
                console.Finish(ReportedTraining.Run(options, console, cancellation));
                if (options.ReportPath is { } report) host.Output.WriteLine($"Report:        {Path.GetFullPath(report)}");
            }
        }
        finally
        {
            console.Clear();
        }
    }
}
