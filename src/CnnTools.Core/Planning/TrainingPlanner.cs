using CnnTools.Core.Datasets;
using CnnTools.Core.Files;
using CnnTools.Core.Hardware;
using CnnTools.Core.Networks;
using CnnTools.Core.Runs;
using CnnTools.Core.Runs.TensorBoard;
using static CnnTools.Core.Planning.OptionCheck;

namespace CnnTools.Core.Planning;

/// <summary>Turns options into a plan: fills in the recipe's values and refuses what cannot work. Touches neither libtorch nor pixels.</summary>
internal static class TrainingPlanner
{
    public static TrainingPlan Plan(CnnTrainingOptions options, DatasetStore store)
    {
        CnnDatasetInfo train = store.Describe(options.Dataset, CnnSplit.Train);
        bool hasTest = store.HasSplit(options.Dataset, CnnSplit.Test);
        NamedNetwork usual = NetworkCatalog.DefaultFor(train.Name);
        CnnNetwork network = ResolveNetwork(options, train, usual);
        TrainingRecipe recipe = NetworkCatalog.All.FirstOrDefault(named => named.Name == network.Name)?.Recipe ?? new TrainingRecipe();

        CnnValidationSplit validation = options.ValidationSplit ?? new CnnValidationSplit(0.1);
        if (validation.UseTest && !hasTest)
            throw Invalid("ValidationSplitInvalid", $"ValidationSplit Test: dataset '{options.Dataset}' has no test split; give a fraction such as 0.1.", options.Dataset);
        if (validation.IsNone && options.EarlyStoppingPatience > 0)
            throw Invalid("ValidationSplitInvalid", $"EarlyStoppingPatience {options.EarlyStoppingPatience} needs a loss to watch, but ValidationSplit is None; give a fraction such as 0.1.", options.EarlyStoppingPatience);

        if (options.Resume && options.CheckpointPath is null) throw OptionCheck.Invalid("Resume: expected a CheckpointPath to resume from; found none.", null);

        CnnOptimizer optimizer = options.Optimizer ?? recipe.Optimizer;
        var plan = new TrainingPlan
        {
            Dataset = options.Dataset,
            Train = train,
            HasTest = hasTest,
            Network = network,
            Epoch = AtLeast(1, options.Epoch ?? recipe.Epoch, nameof(options.Epoch)),
            BatchSize = AtLeast(1, options.BatchSize ?? recipe.BatchSize, nameof(options.BatchSize)),
            Optimizer = optimizer,
            LearningRate = Positive(options.LearningRate ?? (optimizer == recipe.Optimizer ? recipe.LearningRate : DefaultRate(optimizer)), nameof(options.LearningRate)),
            Momentum = Share(options.Momentum ?? (optimizer == CnnOptimizer.Sgd ? 0.9 : 0), nameof(options.Momentum)),
            // PyTorch's default for AdamW, which without decay would be Adam.
            WeightDecay = NotNegative(options.WeightDecay ?? (optimizer == CnnOptimizer.AdamW ? 0.01 : 0), nameof(options.WeightDecay)),
            Augmentation = options.Augmentation ?? recipe.Augmentation,
            ShiftFraction = Share(options.ShiftFraction ?? recipe.ShiftFraction, nameof(options.ShiftFraction)),
            AugmentationStartEpoch = AtLeast(1, options.AugmentationStartEpoch ?? (options.Augmentation is null ? recipe.AugmentationStartEpoch : 1), nameof(options.AugmentationStartEpoch)),
            ValidationSplit = validation,
            EarlyStoppingPatience = AtLeast(0, validation.IsNone ? 0 : options.EarlyStoppingPatience ?? recipe.EarlyStoppingPatience, nameof(options.EarlyStoppingPatience)),
            EarlyStoppingMinimumDelta = NotNegative(options.EarlyStoppingMinimumDelta ?? 0, nameof(options.EarlyStoppingMinimumDelta)),
            RestoreBest = options.RestoreBest ?? true,
            // Few digits, so that a seed drawn for the user is easy to type again.
            Seed = options.Seed ?? Random.Shared.NextInt64(0, 1_000_000_000),
            Device = DeviceName.Parse(options.Device).ToString(),
            Precision = options.Precision ?? CnnPrecision.Float32,
            Thread = AtLeast(1, options.Thread ?? ThreadCount.Default(), nameof(options.Thread)),
            OutputPath = OutputFile.Check(options.OutputPath, nameof(options.OutputPath), options.Force, GoOn(options)),
            LogPath = OutputFile.Check(options.LogPath, nameof(options.LogPath), options.Force, GoOn(options)),
            CheckpointPath = OutputFile.Check(options.CheckpointPath, nameof(options.CheckpointPath), options.Force, GoOn(options)),
            TensorBoardPath = EventLog.Check(options.TensorBoardPath, options.Force),
            RunPath = OutputFile.CheckFolder(options.RunPath ?? RunFinder.UsualFolder, nameof(options.RunPath)),
            CheckpointInterval = TimeSpan.FromSeconds(NotNegative(options.CheckpointInterval ?? 300, nameof(options.CheckpointInterval))),
        };
        return TechniquePlanner.AddTo(plan, options, recipe);
    }

    /// <summary>What somebody is told whose training was stopped and who gives the same command again.</summary>
    private static string? GoOn(CnnTrainingOptions options) => options.CheckpointPath is { } path && AtomicFile.ExistsOrPrevious(path) ? "; Resume goes on from the checkpoint that is there" : null;

    private static CnnNetwork ResolveNetwork(CnnTrainingOptions options, CnnDatasetInfo train, NamedNetwork usual)
    {
        if (options.Network is null) return NetworkResolver.Resolve(options.Architecture ?? usual.Name, train.Height, train.Width, train.Channels, train.Classes.Count);
        ShapeInference.CheckFits(options.Network, train.Height, train.Width, train.Channels, train.Classes.Count);
        return options.Network;
    }

    /// <summary>Keras' default rates.</summary>
    private static double DefaultRate(CnnOptimizer optimizer) => optimizer == CnnOptimizer.Sgd ? 0.01 : 1e-3;

    private static CnnException Invalid(string id, string message, object? target) => new(id, CnnErrorCategory.InvalidArgument, message, target);
}
