using System.Management.Automation;
using CnnTools.PowerShell.Completion;
using CnnTools.PowerShell.Output;
using CnnTools.PowerShell.Parameters;
using CnnTools.PowerShell.Runners;

namespace CnnTools.PowerShell.Commands;

/// <summary>
/// Classifies images and emits a <see cref="CnnPrediction"/> an answer, in the order of the images, batch by batch. An image that cannot be read is an error of
/// its
/// own; the others go on.
/// </summary>
[Cmdlet(VerbsCommon.Get, "CnnPrediction", DefaultParameterSetName = PathSet)]
[OutputType(typeof(CnnPrediction))]
public sealed class GetCnnPredictionCommand : InferenceCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string DatasetSet = "Dataset";

    private PredictionRunner? _runner;
    private string? _model;

    /// <summary>Path of the model file, or an object from <c>Get-CnnModel</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("ModelPath")]
    [ModelTransformation]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [ValidateNotNullOrEmpty]
    public string Model { get; set; } = "";

    /// <summary>Image files (PNG, JPEG, WebP, BMP, GIF) of any size and colour mode; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Image files (PNG, JPEG, WebP, BMP, GIF); every character counts as it is.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>A dataset's name, a folder with a subfolder a class, or a CSV manifest: its images are classified, and their true classes given.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = DatasetSet)]
    [DatasetTransformation]
    [ArgumentCompleter(typeof(DatasetCompleter))]
    [ValidateNotNullOrEmpty]
    public string Dataset { get; set; } = "";

    /// <summary>Positions of images in the dataset, from 0; without it, all of them.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = DatasetSet)]
    [ValidateNotNull]
    public int[]? Index { get; set; }

    /// <summary>The split of the dataset; default Test.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = DatasetSet)]
    public CnnSplit Split { get; set; } = CnnSplit.Test;

    /// <summary>How many answers to give for each image, the most probable first; default 1.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Top { get; set; } = 1;

    /// <summary>Averages each image's probabilities with those of its mirror image (test-time augmentation): slower, and a little better where left and right
    /// mean the same.</summary>
    [Parameter]
    public SwitchParameter Flip { get; set; }

    /// <summary>Images that are classified together; answers come once so many images have, or at the end. Default 32.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int BatchSize { get; set; } = 32;

    // Without its model or its dataset the command can do nothing; an error about an image goes another way.
    private protected override bool ErrorEndsCommand => true;

    private protected override void ProcessInput()
    {
        string model = RequiredFullPath(Model);
        if (_model != model)
        {
            // Models may come through the pipeline as well: what waits for the one before is answered first.
            _runner?.Finish();
            _runner?.Dispose();
            _runner = null;
        }

        _model = model;
        _runner ??= new PredictionRunner(this, Options(), model, Top, Flip, BatchSize);
        switch (ParameterSetName)
        {
            case DatasetSet:
                _runner.Add(DatasetChoice.Resolve(Dataset, RequiredFullPath), Split, Index, StopToken);
                break;
            case LiteralPathSet:
                AddEach(LiteralPath, path => [RequiredFullPath(path)]);
                break;
            default:
                AddEach(Path, Images);
                break;
        }
    }

    private protected override void Finish() => _runner?.Finish();

    private protected override void Release() => _runner?.Dispose();

    /// <summary>The file of that very name where there is one, since names may hold <c>[</c> and <c>]</c>; else those that a pattern selects.</summary>
    private IReadOnlyList<string> Images(string path)
    {
        string full = RequiredFullPath(path);
        return File.Exists(full) ? [full] : ExpandWildcard(path) ?? [full];
    }

    private void AddEach(string[] paths, Func<string, IReadOnlyList<string>> resolve)
    {
        foreach (string path in paths)
        {
            IReadOnlyList<string> files;
            try
            {
                files = resolve(path);
            }
            catch (CnnException error)
            {
                ((ICommandOutput)this).Error(error);
                continue;
            }

            foreach (string file in files)
            {
                StopToken.ThrowIfCancellationRequested();
                _runner!.Add(file);
            }
        }
    }
}
