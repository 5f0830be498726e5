using System.Management.Automation;
using CnnTools.Core.ModelFiles;
using CnnTools.PowerShell.Completion;
using CnnTools.PowerShell.Parameters;
using CnnTools.PowerShell.Runners;

namespace CnnTools.PowerShell.Commands;

/// <summary>What the cmdlets that run models over a whole split share: models, dataset, split.</summary>
public abstract class EvaluationCmdlet : InferenceCmdlet
{
    private EvaluationRunner? _runner;

    /// <summary>Paths of model files, with wildcards if wanted, or objects from <c>Get-CnnModel</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Path")]
    [SupportsWildcards]
    [ModelTransformation]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Model { get; set; } = [];

    /// <summary>
    /// A dataset's name, a folder with a subfolder a class, a CSV manifest, or an object from <c>Get-CnnDataset</c>; without it, the one that the model's file
    /// says it was
    /// trained on. Images of folders and manifests are resized to the model's input.
    /// </summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [DatasetTransformation]
    [ArgumentCompleter(typeof(DatasetCompleter))]
    [ValidateNotNullOrEmpty]
    public string Dataset { get; set; } = "";

    /// <summary>The split; default Test.</summary>
    [Parameter]
    public CnnSplit Split { get; set; } = CnnSplit.Test;

    private protected EvaluationRunner Runner => _runner ??= new EvaluationRunner(this, Options());

    /// <summary>The dataset that a model is run over, as the engine takes it.</summary>
    /// <param name="model">Full path of the model's file.</param>
    /// <exception cref="CnnException">None was given, and the file names none: id <c>OptionInvalid</c>; or the file cannot be read.</exception>
    private protected string DatasetFor(string model) => Dataset.Length > 0 ? DatasetChoice.Resolve(Dataset, RequiredFullPath) : ModelReader.Describe(model).Dataset
        ?? throw new CnnException("OptionInvalid", CnnErrorCategory.InvalidArgument, $"Dataset: expected the images that '{model}' is run over; its file does not say what it was trained on. Name a dataset.", model);

    /// <summary>Does the work for one model.</summary>
    /// <param name="path">Full path of its file.</param>
    private protected abstract void ProcessModel(string path);

    private protected sealed override void ProcessInput() =>
        ForEach(Model, model => ForEach(ModelChoice.Resolve(model, RequiredFullPath, ExpandWildcard), ProcessModel));
}
