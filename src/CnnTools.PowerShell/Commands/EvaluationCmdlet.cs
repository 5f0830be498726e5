using System.Management.Automation;
using CnnTools.PowerShell.Completion;
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
    /// A dataset's name, a folder with a subfolder a class, a CSV manifest, or an object from <c>Get-CnnDataset</c>. Objects from <c>Get-CnnModel</c> bring the one they were
    /// trained on. Pictures of folders and manifests are resized to the model's input.
    /// </summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [DatasetTransformation]
    [ArgumentCompleter(typeof(DatasetCompleter))]
    [ValidateNotNullOrEmpty]
    public string Dataset { get; set; } = "";

    /// <summary>The split; default Test.</summary>
    [Parameter]
    public CnnSplit Split { get; set; } = CnnSplit.Test;

    private protected EvaluationRunner Runner => _runner ??= new EvaluationRunner(this, Options());

    /// <summary>The dataset as the engine takes it.</summary>
    private protected string DatasetName => DatasetChoice.Resolve(Dataset, RequiredFullPath);

    /// <summary>Does the work for one model.</summary>
    /// <param name="path">Full path of its file.</param>
    private protected abstract void ProcessModel(string path);

    private protected sealed override void ProcessInput() =>
        ForEach(Model, model => ForEach(ModelChoice.Resolve(model, RequiredFullPath, ExpandWildcard), ProcessModel));
}
