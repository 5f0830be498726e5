using CnnTools.Core.Datasets;
using CnnTools.Core.Files;
using CnnTools.Core.Networks;

namespace CnnTools.Core.Planning;

/// <summary>A plan while its options are being chosen. An option may ask for any other one; those that rest on a wrong one are not judged.</summary>
/// <param name="options">What the user specified.</param>
/// <param name="store">Where datasets are found.</param>
internal sealed class PlanDraft(CnnTrainingOptions options, DatasetStore store)
{
    private readonly DatasetStore _unprepared = store;
    private readonly Dictionary<TrainingOption, object?> _values = [];
    private readonly HashSet<TrainingOption> _wrong = [];
    private readonly List<CnnException> _errors = [];
    private CnnDatasetInfo? _train;
    private InputChoice? _input;
    private DatasetStore? _prepared;

    /// <summary>What the user specified.</summary>
    public CnnTrainingOptions Options => options;

    /// <summary>The training split's description.</summary>
    public CnnDatasetInfo Train
    {
        get
        {
            Of(TrainingOptions.Dataset);
            return _train!;
        }
    }

    /// <summary>Whether the dataset has a test split.</summary>
    public bool HasTest => Store.HasSplit(Of(TrainingOptions.Dataset), CnnSplit.Test);

    /// <summary>Whether the dataset has a validation split of its own.</summary>
    public bool HasValidation => Store.HasSplit(Of(TrainingOptions.Dataset), CnnSplit.Validation);

    /// <summary>How image files become the network's input.</summary>
    public InputChoice Input
    {
        get
        {
            Of(TrainingOptions.Dataset);
            return _input!;
        }
    }

    /// <summary>Whether a fraction held out of the training split leaves any image for validation; known for folders and manifests only, whose classes may be
    /// small.</summary>
    public bool HoldsOut(double fraction) => Store.LabelsOf(Of(TrainingOptions.Dataset), CnnSplit.Train) is not { } labels || HoldOut.Count(labels, fraction) > 0;

    /// <summary>What is usual for the network.</summary>
    public TrainingRecipe Recipe
    {
        get
        {
            string network = Of(TrainingOptions.Network).Name;
            return NetworkCatalog.All.FirstOrDefault(named => named.Name == network)?.Recipe ?? new TrainingRecipe();
        }
    }

    /// <summary>The checkpoint that the training resumes from; null if it begins anew.</summary>
    public Checkpoint? Resumed { get; private set; }

    /// <summary>Whether existing files may be replaced: those of a resumed training are its own.</summary>
    public bool MayReplace => options.Force || (options.Resume && HasCheckpoint);

    /// <summary>Hint added to the error about an existing file if a checkpoint is available.</summary>
    public string? ResumeHint => HasCheckpoint ? "; Resume goes on from the checkpoint that is there" : null;

    /// <summary>What the user should know before the training starts.</summary>
    public List<string> Warnings { get; } = [];

    private DatasetStore Store => _prepared ?? _unprepared;

    private bool HasCheckpoint => options.CheckpointPath is { } path && Checkpoint.Exists(path);

    /// <summary>The value of an option, chosen now if it was not yet.</summary>
    public T Of<T>(TrainingOption<T> option) => IsSettled(option) ? (T)_values[option]! : throw new UnsettledException();

    /// <summary>Sets the value of an option.</summary>
    public void Set(TrainingOption option, object? value) => _values[option] = value;

    /// <summary>Looks a dataset up.</summary>
    /// <exception cref="CnnException">There is no such dataset, or it has no training split.</exception>
    public void FindDataset(string name)
    {
        // Whatever is wrong with a layout, also of the other splits, is found here.
        _input = _unprepared.ChooseInput(name, options.Network is { } network ? (network.Height, network.Width, network.Channels) : NetworkResolver.OwnInput(options.Architecture));
        _prepared = _unprepared.With(_input.Preparation);
        _train = Store.Describe(name, CnnSplit.Train);
        Warnings.AddRange(Store.Warnings(name));
        if (Store.HasSplit(name, CnnSplit.Test)) Store.Describe(name, CnnSplit.Test);
        else Warnings.Add($"{name}: there is no test split, so that the model is not tested. Add a folder 'test', or use TestSplit, such as 0.2, to hold a part out.");
    }

    /// <summary>Reads the checkpoint that the user wants to resume from, if there is one.</summary>
    public void ReadCheckpoint()
    {
        if (!options.Resume || !HasCheckpoint) return;
        try
        {
            Resumed = Checkpoint.Read(Path.GetFullPath(options.CheckpointPath!), Warnings.Add);
        }
        catch (CnnException error)
        {
            _errors.Add(error);
        }
    }

    /// <summary>Chooses and checks every option.</summary>
    /// <returns>The values.</returns>
    /// <exception cref="CnnException">Options cannot be used: all of them in one error.</exception>
    public IReadOnlyDictionary<TrainingOption, object?> Complete()
    {
        foreach (TrainingOption option in TrainingOptions.All) IsSettled(option);
        return _errors.Count == 0 ? _values : throw OptionError.All(_errors);
    }

    private bool IsSettled(TrainingOption option)
    {
        if (_values.ContainsKey(option)) return true;
        if (_wrong.Contains(option)) return false;
        try
        {
            option.Resolve(this);
            return true;
        }
        catch (CnnException error)
        {
            _errors.Add(error);
        }
        catch (UnsettledException)
        {
            // The error of the other option is enough.
        }

        _wrong.Add(option);
        return false;
    }

    /// <summary>An option rests on one that is wrong.</summary>
    private sealed class UnsettledException : Exception;
}
