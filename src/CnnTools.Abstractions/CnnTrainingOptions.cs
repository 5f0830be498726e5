namespace CnnTools;

/// <summary>What a user asks of a training. What is null is taken from the architecture's recipe.</summary>
public sealed record CnnTrainingOptions
{
    /// <summary>A dataset's name (<c>Cifar10</c>), a folder with a subfolder a class, or a CSV manifest.</summary>
    public required string Dataset { get; init; }

    /// <summary>A network's name or the path of a network in JSON; null takes the dataset's usual network. Ignored where <see cref="Network"/> is
    /// given.</summary>
    public string? Architecture { get; init; }

    /// <summary>A network as an object; wins over <see cref="Architecture"/>.</summary>
    public CnnNetwork? Network { get; init; }

    /// <summary>Height and width that image files are prepared to; null takes the network's input, otherwise the images' own size if all agree and are at most
    /// 64 pixels, otherwise 128.</summary>
    public CnnImageSize? ImageSize { get; init; }

    /// <summary>What becomes of an image file whose sides have another ratio; null is <see cref="CnnImageFit.Crop"/>.</summary>
    public CnnImageFit? Fit { get; init; }

    /// <summary>Fraction of a folder or manifest without a test split that is held out as one, in <c>[0, 1)</c>: by class, and decided by each image's content,
    /// so that an image stays on its side when others come.</summary>
    public double? TestSplit { get; init; }

    /// <summary>Whether image files that cannot be read are left out, with a warning, rather than an error.</summary>
    public bool? SkipBroken { get; init; }

    /// <summary>Largest size of the cache of prepared images in bytes, at least 0; null means 32 GiB. What was used least recently goes first.</summary>
    public long? MaxCacheSize { get; init; }

    /// <summary>Largest number of epochs, at least 1.</summary>
    public int? Epoch { get; init; }

    /// <summary>Images a step, at least 1.</summary>
    public int? BatchSize { get; init; }

    /// <summary>The rule that changes the weights.</summary>
    public CnnOptimizer? Optimizer { get; init; }

    /// <summary>Learning rate, above 0.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Momentum of <see cref="CnnOptimizer.Sgd"/>, in <c>[0, 1)</c>.</summary>
    public double? Momentum { get; init; }

    /// <summary>
    /// Share of Adam's running mean of squared gradients that a step keeps (beta 2), in <c>[0, 1)</c>, for <see cref="CnnOptimizer.Adam"/> and <see
    /// cref="CnnOptimizer.AdamW"/>;
    /// default 0.999. Lower values, for instance 0.95, follow changing gradients faster.
    /// </summary>
    public double? Beta2 { get; init; }

    /// <summary>Weight decay, at least 0.</summary>
    public double? WeightDecay { get; init; }

    /// <summary>Random changes to training images.</summary>
    public CnnAugmentation? Augmentation { get; init; }

    /// <summary>Largest shift as a fraction of the image's size, in <c>[0, 1)</c>.</summary>
    public double? ShiftFraction { get; init; }

    /// <summary>First epoch with augmentation, from 1.</summary>
    public int? AugmentationStartEpoch { get; init; }

    /// <summary>How the learning rate changes while the network is trained.</summary>
    public CnnSchedule? Schedule { get; init; }

    /// <summary>What <see cref="CnnSchedule.Step"/> and <see cref="CnnSchedule.Plateau"/> multiply the learning rate by, in <c>(0, 1)</c>; default
    /// 0.1.</summary>
    public double? ScheduleFactor { get; init; }

    /// <summary>Epochs between two decreases of <see cref="CnnSchedule.Step"/>, at least 1; default a third of <see cref="Epoch"/>, rounded up.</summary>
    public int? ScheduleStepEpoch { get; init; }

    /// <summary>Epochs without a better watched loss that <see cref="CnnSchedule.Plateau"/> bears before it lowers the learning rate, at least 0; default
    /// 2.</summary>
    public int? SchedulePatience { get; init; }

    /// <summary>Learning rate below which <see cref="CnnSchedule.Cosine"/> and <see cref="CnnSchedule.Plateau"/> do not go, at least 0; default 0.</summary>
    public double? MinimumLearningRate { get; init; }

    /// <summary>
    /// Epochs, or part of one, over which the learning rate rises linearly at the beginning, at least 0; default 0. For <see cref="CnnSchedule.OneCycle"/> the
    /// length of its
    /// rise; default 0.3 of <see cref="Epoch"/>.
    /// </summary>
    public double? WarmUpEpoch { get; init; }

    /// <summary>Share of each label that is spread over all classes, in <c>[0, 1)</c>; 0 is off.</summary>
    public double? LabelSmoothing { get; init; }

    /// <summary>Decay a step of the running average of the weights that is watched and kept instead of the last weights, in <c>[0, 1)</c>, for instance 0.999;
    /// 0 is off.</summary>
    public double? WeightAveraging { get; init; }

    /// <summary>Largest norm of all gradients together, at least 0; longer ones are shortened to it. 0 is off.</summary>
    public double? GradientClipping { get; init; }

    /// <summary>Parameter of the Beta distribution that images and labels are mixed by, at least 0, for instance 0.2; 0 is off.</summary>
    public double? Mixup { get; init; }

    /// <summary>Parameter of the Beta distribution that the size of the rectangle taken from another image follows, at least 0, for instance 1; 0 is
    /// off.</summary>
    public double? CutMix { get; init; }

    /// <summary>Share of the training images in which a random rectangle is replaced by noise, in <c>[0, 1]</c>; 0 is off.</summary>
    public double? RandomErasing { get; init; }

    /// <summary>How much each class counts in the training loss.</summary>
    public CnnClassWeight? ClassWeight { get; init; }

    /// <summary>Seconds of training after which it stops at the end of the step, above 0; null sets no limit.</summary>
    public double? TimeBudget { get; init; }

    /// <summary>What early stopping and best-model selection watch; default 0.1 of the training split.</summary>
    public CnnValidationSplit? ValidationSplit { get; init; }

    /// <summary>Epochs without a better watched loss before training stops; 0 never stops early.</summary>
    public int? EarlyStoppingPatience { get; init; }

    /// <summary>Smallest decrease of the watched loss that counts as better, at least 0.</summary>
    public double? EarlyStoppingMinimumDelta { get; init; }

    /// <summary>Whether the weights of the best epoch are kept at the end (they are unless this is false).</summary>
    public bool? RestoreBest { get; init; }

    /// <summary><c>Auto</c>, <c>Cpu</c>, <c>Cuda</c> or <c>Cuda:N</c>.</summary>
    public string Device { get; init; } = "Auto";

    /// <summary>Number format of the computation; null takes 32-bit floats.</summary>
    public CnnPrecision? Precision { get; init; }

    /// <summary>CPU threads, at least 1; null takes one a physical core.</summary>
    public int? Thread { get; init; }

    /// <summary>Seed of every random stream; null draws one, which is reported.</summary>
    public long? Seed { get; init; }

    /// <summary>File the trained model is written to (safetensors); null writes none.</summary>
    public string? OutputPath { get; init; }

    /// <summary>CSV file that gets a line an epoch; null writes none.</summary>
    public string? LogPath { get; init; }

    /// <summary>HTML file that shows the training while it runs, written anew after every epoch, and at the end the report of the model; null writes
    /// none.</summary>
    public string? ReportPath { get; init; }

    /// <summary>File that holds the whole state of the training, written at the end of every epoch and now and then within one; null writes none.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Seconds between checkpoints within an epoch, at least 0 (after every step); null means 300.</summary>
    public double? CheckpointInterval { get; init; }

    /// <summary>Whether to go on from <see cref="CheckpointPath"/> where it exists; where it does not, the training begins.</summary>
    public bool Resume { get; init; }

    /// <summary>Whether existing files at <see cref="OutputPath"/>, <see cref="LogPath"/>, <see cref="ReportPath"/> and <see cref="CheckpointPath"/> may be
    /// replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Folder for event files that TensorBoard shows, one a training; null writes none.</summary>
    public string? TensorBoardPath { get; init; }

    /// <summary>Folder for the record by which the run is found again (<c>Get-CnnRun</c>), the same for all trainings; null takes <c>CNNTOOLS_RUNS</c>, and
    /// where that is not set no record is written.</summary>
    public string? RunPath { get; init; }

    /// <summary>Folder of the dataset cache; null takes <c>CNNTOOLS_DATASETS</c>, else <c>~/.cache/cnntools/datasets</c>.</summary>
    public string? DatasetCache { get; init; }

    /// <summary>True where a missing dataset must not be downloaded.</summary>
    public bool Offline { get; init; }
}
