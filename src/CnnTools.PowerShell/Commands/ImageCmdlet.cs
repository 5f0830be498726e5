using System.Management.Automation;
using CnnTools.Core.Charts;
using CnnTools.PowerShell.Completion;
using CnnTools.PowerShell.Parameters;
using CnnTools.PowerShell.Runners;

namespace CnnTools.PowerShell.Commands;

/// <summary>What the cmdlets that show images share: files, images of a dataset, a model's mistakes, and what augmentation makes of them.</summary>
public abstract class ImageCmdlet : InferenceCmdlet
{
    private protected const string PathSet = "Path";
    private protected const string LiteralPathSet = "LiteralPath";
    private protected const string DatasetSet = "Dataset";
    private protected const string MistakeSet = "Mistake";

    private ImageRunner? _runner;

    /// <summary>Image files; wildcards are allowed. Answers of <c>Get-CnnPrediction</c> bring theirs, images of datasets as well.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public virtual string[] Path { get; set; } = [];

    /// <summary>Image files; every character counts as it is.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>A model's answer to the image, to stand below it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    public string? Label { get; set; }

    /// <summary>The answer's probability, in <c>[0, 1]</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    public double Probability { get; set; } = double.NaN;

    /// <summary>The image's true class.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    public string? TrueLabel { get; set; }

    /// <summary>The model whose most confident mistakes are shown.</summary>
    [Parameter(Mandatory = true, ParameterSetName = MistakeSet)]
    [ModelTransformation]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [ValidateNotNullOrEmpty]
    public string Model { get; set; } = "";

    /// <summary>A dataset's name, a folder with a subfolder a class, a CSV manifest, or an object from <c>Get-CnnDataset</c>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DatasetSet)]
    [Parameter(Mandatory = true, ParameterSetName = MistakeSet)]
    [DatasetTransformation]
    [ArgumentCompleter(typeof(DatasetCompleter))]
    [ValidateNotNullOrEmpty]
    public string Dataset { get; set; } = "";

    /// <summary>The split; default Train for a dataset's images, Test for a model's mistakes.</summary>
    [Parameter(ParameterSetName = DatasetSet)]
    [Parameter(ParameterSetName = MistakeSet)]
    public CnnSplit Split { get; set; }

    /// <summary>Positions of images in the dataset, from 0; without it, the first ones.</summary>
    [Parameter(ParameterSetName = DatasetSet)]
    [ValidateNotNull]
    public int[]? Index { get; set; }

    /// <summary>Takes images at random, drawn with this seed; with Augmentation, the training's seed.</summary>
    [Parameter(ParameterSetName = DatasetSet)]
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public long Seed { get; set; }

    /// <summary>How many images; default 9. With Augmentation, how many views of each image.</summary>
    [Parameter]
    [ValidateRange(1, 10000)]
    public int Count { get; set; }

    /// <summary>Shows what these random changes of a training make of each image, the image itself first.</summary>
    [Parameter(ParameterSetName = DatasetSet)]
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public CnnAugmentation Augmentation { get; set; }

    /// <summary>Largest shift as a fraction of the image's size, in <c>[0, 1)</c>; default 0.1.</summary>
    [Parameter(ParameterSetName = DatasetSet)]
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public double ShiftFraction { get; set; } = 0.1;

    /// <summary>Height and width in pixels that a dataset's images are prepared to, as a training would: <c>128</c>, or <c>96,128</c> (height, width). Without
    /// it, the images' own size if all agree and are at most 64 pixels, otherwise 128.</summary>
    [Parameter(ParameterSetName = DatasetSet)]
    [ImageSizeTransformation]
    public CnnImageSize? ImageSize { get; set; }

    /// <summary>What becomes of an image whose sides have another ratio; default Crop.</summary>
    [Parameter(ParameterSetName = DatasetSet)]
    public CnnImageFit? Fit { get; set; }

    /// <summary>Leaves the words below the images out.</summary>
    [Parameter]
    public SwitchParameter NoCaption { get; set; }

    /// <summary>How many images the layout asks for where <see cref="Count"/> does not; null where it asks for none.</summary>
    private protected virtual int? LayoutCount => null;

    private protected ImageRunner Runner => _runner ??= new ImageRunner(this, Options(), new ImageRequest
    {
        Count = MyInvocation.BoundParameters.ContainsKey(nameof(Count)) ? Count : LayoutCount,
        Index = Index,
        Seed = MyInvocation.BoundParameters.ContainsKey(nameof(Seed)) ? Seed : null,
        NoCaption = NoCaption,
        Augmentation = Augmentation,
        ShiftFraction = ShiftFraction,
        ImageSize = ImageSize,
        Fit = Fit,
    });

    // Without its dataset or its model the command can do nothing; an error about one file goes another way.
    private protected override bool ErrorEndsCommand => ParameterSetName is not (PathSet or LiteralPathSet);

    /// <summary>Takes in images as they come.</summary>
    private protected abstract void Take(IReadOnlyList<ImageTile> tiles);

    private protected sealed override void ProcessInput()
    {
        switch (ParameterSetName)
        {
            case DatasetSet:
                Take(Runner.OfDataset(DatasetChoice.Resolve(Dataset, RequiredFullPath), Split, StopToken));
                break;
            case MistakeSet:
                CnnSplit split = MyInvocation.BoundParameters.ContainsKey(nameof(Split)) ? Split : CnnSplit.Test;
                Take(Runner.OfMistakes(RequiredFullPath(Model), DatasetChoice.Resolve(Dataset, RequiredFullPath), split, StopToken));
                break;
            default:
                ImageAnswer? answer = Label is null ? null : new ImageAnswer(Label, double.IsNaN(Probability) ? null : Probability, TrueLabel);
                if (ParameterSetName == LiteralPathSet) ForEach(LiteralPath, path => Take(Runner.OfPath(RequiredFullPath(path), answer, StopToken)));
                else ForEach(Path, path => ForEach(Images(path), file => Take(Runner.OfPath(file, answer, StopToken))));
                break;
        }
    }

    /// <summary>The file of that very name where there is one, since names may hold <c>[</c> and <c>]</c>; else those that a pattern selects.</summary>
    private IReadOnlyList<string> Images(string path)
    {
        string full = RequiredFullPath(path);
        return File.Exists(full) ? [full] : ExpandWildcard(path) ?? [full];
    }
}
