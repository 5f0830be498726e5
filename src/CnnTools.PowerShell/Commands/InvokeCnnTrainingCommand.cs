using System.Management.Automation;
using CnnTools.Core.Planning;
using CnnTools.PowerShell.Completion;
using CnnTools.PowerShell.Parameters;
using CnnTools.PowerShell.Runners;

namespace CnnTools.PowerShell.Commands;

/// <summary>Trains a network and emits a <see cref="CnnEpochResult"/> an epoch, as it happens. What is not said is taken from the architecture's usual
/// recipe.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "CnnTraining", SupportsShouldProcess = true, DefaultParameterSetName = DatasetSet)]
[OutputType(typeof(CnnEpochResult), typeof(CnnTrainingResult))]
public sealed class InvokeCnnTrainingCommand : CnnCmdlet
{
    private const string DatasetSet = "Dataset";
    private const string NetworkSet = "Network";

    // What the user may give in more forms than the engine takes.
    private static readonly string[] s_read = [nameof(Dataset), nameof(Architecture), nameof(Network)];

    private TrainingRunner? _runner;
    private ArchitectureChoice? _architecture;

    /// <summary>A dataset's name, a folder with a subfolder a class, a CSV manifest, or an object from <c>Get-CnnDataset</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = DatasetSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NetworkSet)]
    [DatasetTransformation]
    [ArgumentCompleter(typeof(DatasetCompleter))]
    [ValidateNotNullOrEmpty]
    public string Dataset { get; set; } = "";

    /// <summary>A network's name, the path of a network in JSON, a <see cref="CnnNetwork"/> or a hashtable; without it, the dataset's usual network.</summary>
    [Parameter(Position = 1, ParameterSetName = DatasetSet)]
    [ArgumentCompleter(typeof(ArchitectureCompleter))]
    [ValidateNotNullOrEmpty]
    public object? Architecture { get; set; }

    /// <summary>A network from <c>New-CnnNetwork</c>, through the pipeline.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = NetworkSet)]
    [ValidateNotNull]
    public CnnNetwork? Network { get; set; }

    /// <summary>Height and width in pixels that image files are prepared to: <c>128</c>, or <c>96,128</c> (height, width). Without it, the network's input;
    /// else the images' own size if all agree and are at most 64 pixels; else 128.</summary>
    [Parameter]
    [ImageSizeTransformation]
    public CnnImageSize? ImageSize { get; set; }

    /// <summary>What becomes of an image whose sides have another ratio; default Crop.</summary>
    [Parameter]
    public CnnImageFit? Fit { get; set; }

    /// <summary>Fraction of a folder without a test split that is held out as one, in <c>[0, 1)</c>: by class, and decided by each image's content.</summary>
    [Parameter]
    public double TestSplit { get; set; }

    /// <summary>Leaves images out that cannot be read, with a warning; without it they are an error.</summary>
    [Parameter]
    public SwitchParameter SkipBroken { get; set; }

    /// <summary>Largest size of the cache of prepared images in bytes (<c>20GB</c>); default 32 GB. What was used least recently goes first.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long MaxCacheSize { get; set; }

    /// <summary>Largest number of epochs.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Epoch { get; set; }

    /// <summary>Images a step.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int BatchSize { get; set; }

    /// <summary>The rule that changes the weights.</summary>
    [Parameter]
    public CnnOptimizer Optimizer { get; set; }

    /// <summary>Learning rate, above 0.</summary>
    [Parameter]
    public double LearningRate { get; set; }

    /// <summary>Momentum of Sgd, in <c>[0, 1)</c>.</summary>
    [Parameter]
    public double Momentum { get; set; }

    /// <summary>Share of Adam's running mean of squared gradients that a step keeps (beta 2), in <c>[0, 1)</c>; default 0.999.</summary>
    [Parameter]
    public double Beta2 { get; set; }

    /// <summary>Weight decay, at least 0.</summary>
    [Parameter]
    public double WeightDecay { get; set; }

    /// <summary>Random changes to training images; values combine: <c>Shift, Flip</c>.</summary>
    [Parameter]
    public CnnAugmentation Augmentation { get; set; }

    /// <summary>Largest shift as a fraction of the image's size, in <c>[0, 1)</c>.</summary>
    [Parameter]
    public double ShiftFraction { get; set; }

    /// <summary>First epoch with augmentation, from 1.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int AugmentationStartEpoch { get; set; }

    /// <summary>How the learning rate changes while the network is trained.</summary>
    [Parameter]
    public CnnSchedule Schedule { get; set; }

    /// <summary>What the schedules Step and Plateau multiply the learning rate by, above 0 and below 1; default 0.1.</summary>
    [Parameter]
    public double ScheduleFactor { get; set; }

    /// <summary>Epochs between two decreases of the schedule Step; default a third of all.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int ScheduleStepEpoch { get; set; }

    /// <summary>Epochs without a better watched loss that the schedule Plateau bears; default 2.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int SchedulePatience { get; set; }

    /// <summary>Learning rate below which the schedules Cosine and Plateau do not go; default 0.</summary>
    [Parameter]
    public double MinimumLearningRate { get; set; }

    /// <summary>Epochs, or part of one, over which the learning rate rises at the beginning; default 0, for OneCycle 0.3 of all epochs.</summary>
    [Parameter]
    public double WarmUpEpoch { get; set; }

    /// <summary>Share of each label that is spread over all classes, in <c>[0, 1)</c>; 0 is off.</summary>
    [Parameter]
    public double LabelSmoothing { get; set; }

    /// <summary>Decay a step of the running average of the weights, in <c>[0, 1)</c>, for instance 0.999; 0 is off.</summary>
    [Parameter]
    public double WeightAveraging { get; set; }

    /// <summary>Largest norm of all gradients together; 0 is off.</summary>
    [Parameter]
    public double GradientClipping { get; set; }

    /// <summary>Parameter of the Beta distribution that images are mixed by, for instance 0.2; 0 is off.</summary>
    [Parameter]
    public double Mixup { get; set; }

    /// <summary>Parameter of the Beta distribution that the size of the rectangle from another image follows, for instance 1; 0 is off.</summary>
    [Parameter]
    public double CutMix { get; set; }

    /// <summary>Share of the training images in which a random rectangle is replaced by noise, in <c>[0, 1]</c>; 0 is off.</summary>
    [Parameter]
    public double RandomErasing { get; set; }

    /// <summary>How much each class counts in the loss: Balanced, None, a number for each class in label order, or a hashtable of class names and
    /// numbers.</summary>
    [Parameter]
    [ClassWeightTransformation]
    [ArgumentCompleter(typeof(ClassWeightCompleter))]
    public CnnClassWeight? ClassWeight { get; set; }

    /// <summary>Seconds of training after which it stops at the end of the step.</summary>
    [Parameter]
    public double TimeBudget { get; set; }

    /// <summary>The share held out of the training split that early stopping and best-model selection watch, in <c>[0, 1)</c>; or <c>Test</c>, or <c>None</c>.
    /// Default 0.1.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ValidationSplitCompleter))]
    public CnnValidationSplit ValidationSplit { get; set; }

    /// <summary>Epochs without a better watched loss before training stops; 0 never stops early.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int EarlyStoppingPatience { get; set; }

    /// <summary>Smallest decrease of the watched loss that counts as better.</summary>
    [Parameter]
    public double EarlyStoppingMinimumDelta { get; set; }

    /// <summary>Keeps the last epoch's weights instead of the best one's.</summary>
    [Parameter]
    public SwitchParameter NoRestoreBest { get; set; }

    /// <summary>Seed of every random stream; without it one is drawn, and told under <c>-Verbose</c>.</summary>
    [Parameter]
    public long Seed { get; set; }

    /// <summary><c>Auto</c>, <c>Cpu</c>, <c>Cuda</c> or <c>Cuda:N</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    [ValidateNotNullOrEmpty]
    public string Device { get; set; } = "Auto";

    /// <summary>Number format of the computation; default Float32.</summary>
    [Parameter]
    public CnnPrecision Precision { get; set; }

    /// <summary>CPU threads; default one a physical core.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Thread { get; set; }

    /// <summary>File the trained model is written to (safetensors).</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutputPath { get; set; }

    /// <summary>CSV file that gets a line an epoch.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? LogPath { get; set; }

    /// <summary>HTML file that shows the training while it runs, written anew after every epoch, and at the end the model's report.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ReportPath { get; set; }

    /// <summary>File that holds the whole state of the training, written at the end of every epoch and now and then within one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CheckpointPath { get; set; }

    /// <summary>Seconds between checkpoints within an epoch; default 300, 0 writes one after every step.</summary>
    [Parameter]
    public double CheckpointInterval { get; set; }

    /// <summary>Goes on from CheckpointPath where it exists; where it does not, the training begins.</summary>
    [Parameter]
    public SwitchParameter Resume { get; set; }

    /// <summary>Folder for event files that TensorBoard shows, one folder a training.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TensorBoardPath { get; set; }

    /// <summary>Folder for the record by which Get-CnnRun finds the training again, the same for all trainings; default CNNTOOLS_RUNS, and where that is not
    /// set no record is written.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RunPath { get; set; }

    /// <summary>Replaces existing files at OutputPath, LogPath, ReportPath and CheckpointPath.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits a <see cref="CnnTrainingResult"/> at the end instead of an object an epoch.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Folder of the dataset cache; default <c>CNNTOOLS_DATASETS</c>, else <c>~/.cache/cnntools/datasets</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DatasetCache { get; set; }

    /// <summary>Never downloads: a dataset that is not here is an error.</summary>
    [Parameter]
    public SwitchParameter Offline { get; set; }

    // Of several datasets in the pipeline each may fail on its own; one alone is all the command has to do.
    private protected override bool ErrorEndsCommand => !MyInvocation.ExpectingInput;

    private protected override void ProcessInput() => (_runner ??= new TrainingRunner(this)).Run(Options(), PassThru, StopToken);

    private CnnTrainingOptions Options()
    {
        // Read once: each dataset of a pipeline is trained on with the same network.
        if (Architecture is not null) _architecture ??= ArchitectureChoice.Of(Plain(Architecture)!, RequiredFullPath);
        var options = new CnnTrainingOptions
        {
            Dataset = DatasetChoice.Resolve(Dataset, RequiredFullPath),
            Architecture = _architecture?.Name,
            Network = Network ?? _architecture?.Network,
        };
        foreach (TrainingOption option in TrainingOptions.All.Where(static option => !s_read.Contains(option.ParameterName)))
        {
            // A parameter that was not given must stay unsaid, so that the plan decides; its default value would look like a choice.
            if (!MyInvocation.BoundParameters.ContainsKey(option.ParameterName)) continue;
            object? value = GetType().GetProperty(option.ParameterName)!.GetValue(this);
            option.Give(options, value is SwitchParameter on ? on.IsPresent != option.IsOnByDefault : option.IsPath ? FullPath((string?)value) : value);
        }

        return options;
    }
}
