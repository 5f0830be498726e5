using System.Globalization;
using System.Text.RegularExpressions;
using CnnTools.Core.Charts;
using CnnTools.Core.Datasets;
using CnnTools.Core.Evaluation;
using CnnTools.Engine.Batches.Augmentation;
using CnnTools.Engine.Sessions;
using CnnTools.PowerShell.Output;

namespace CnnTools.PowerShell.Runners;

/// <summary>What <c>Export-CnnImage</c> and <c>Show-CnnImage</c> share: gathering images with their captions.</summary>
internal sealed partial class ImageRunner
{
    private readonly ICommandOutput _output;
    private readonly ImageRequest _request;
    private readonly ProgressDisplay _display;
    private readonly InferenceObserver _observer;
    private readonly InferenceSession _session;
    private ImageSet? _last;

    /// <summary>Prepares; loads nothing yet.</summary>
    public ImageRunner(ICommandOutput output, CnnInferenceOptions options, ImageRequest request)
    {
        (_output, _request, _display) = (output, request, new ProgressDisplay(output));
        _observer = new InferenceObserver(output, _display);
        _session = new InferenceSession(options, _observer);
    }

    /// <summary>What a grid of the images is called where nobody named it.</summary>
    public string Title { get; private set; } = "Images";

    /// <summary>What a grid of the images shows, in words.</summary>
    public string Description { get; private set; } = "";

    /// <summary>Images of a dataset.</summary>
    public IReadOnlyList<ImageTile> OfDataset(string dataset, CnnSplit split, CancellationToken cancellation)
    {
        ImageSet images = Load(dataset, split, cancellation);
        bool augments = _request.Augmentation != CnnAugmentation.None;
        IReadOnlyList<int> index = _request.Index ?? SampleChoice.Of(images.Count, augments ? 1 : _request.Count ?? ImageRequest.UsualCount, augments ? null : _request.Seed);
        Title = augments ? Text($"{images.Name}: augmentation {_request.Augmentation}") : Text($"{images.Name}: {images.Split} images");
        Description = $"{Text($"{index.Count} images")} of {images.Name}, split {images.Split}: {string.Join(", ", index.Where(i => (uint)i < (uint)images.Count).Select(i => images.ClassNames[images.Labels[i]]).Distinct())}.";
        if (!augments) return ImageTiles.OfDataset(images, index, !_request.NoCaption);
        return [.. index.SelectMany(i => Views(ImageTiles.OfDataset(images, [i], captioned: false)[0], images.ClassNames[images.Labels[i]], index.Count))];
    }

    /// <summary>A model's most confident mistakes.</summary>
    public IReadOnlyList<ImageTile> OfMistakes(string model, string dataset, CnnSplit split, CancellationToken cancellation)
    {
        _observer.Title = $"Evaluate {Path.GetFileName(model)} on {dataset}";
        (ModelEvaluation evaluation, ImageSet images) = _session.EvaluateImages(model, dataset, split, cancellation);
        _display.Complete();
        IReadOnlyList<ImageTile> tiles = ImageTiles.OfMistakes(evaluation, images, _request.Count ?? ImageRequest.UsualCount, !_request.NoCaption);
        int wrong = images.Count - evaluation.Matrix.Right;
        Title = Text($"{Path.GetFileNameWithoutExtension(model)} on {images.Name}: the surest of {wrong:N0} mistakes");
        Description = Text($"{tiles.Count} images that the model got wrong with the highest probabilities, of {wrong:N0} mistakes among {images.Count:N0} {images.Split} images.");
        if (tiles.Count == 0) _output.Warning($"{model} makes no mistake on {images.Name}; there is no image to show.");
        return tiles;
    }

    /// <summary>An image by its path: a file, or an image of a dataset as <c>Get-CnnPrediction</c> names it (<c>Shapes/Test/7</c>).</summary>
    /// <param name="path">Full path of a file, or the name of a dataset's image.</param>
    /// <param name="answer">What a model said of it; null where nobody asked one.</param>
    /// <param name="cancellation">Stops a download.</param>
    public IReadOnlyList<ImageTile> OfPath(string path, ImageAnswer? answer, CancellationToken cancellation)
    {
        ImageTile tile;
        string label, name = Path.GetFileName(path);
        if (!File.Exists(path) && DatasetImage().Match(path) is { Success: true } match && DatasetStore.Names.FirstOrDefault(each => each == match.Groups["name"].Value) is { } dataset)
        {
            ImageSet images = Load(dataset, Enum.Parse<CnnSplit>(match.Groups["split"].Value), cancellation);
            int index = int.TryParse(match.Groups["index"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;
            tile = ImageTiles.OfDataset(images, [index], !_request.NoCaption)[0];
            label = images.ClassNames[images.Labels[index]];
            name = Text($"{images.Split} {index}");
        }
        else
        {
            tile = ImageTiles.OfFile(path, !_request.NoCaption);
            label = name;
        }

        if (answer is not null && !_request.NoCaption) tile = tile with { Caption = answer.Caption(name) };
        Description = "Images of files.";
        return _request.Augmentation == CnnAugmentation.None ? [tile] : Views(tile, label, 1);
    }

    private IReadOnlyList<ImageTile> Views(ImageTile tile, string label, int images) => ImageTiles.OfAugmentation(
        tile.Image, label, AugmentedViews.Of(tile.Image, (_request.Count ?? (images == 1 ? ImageRequest.UsualCount : 6)) - 1, _request.Augmentation, _request.ShiftFraction, _request.Seed ?? 0), !_request.NoCaption);

    private ImageSet Load(string dataset, CnnSplit split, CancellationToken cancellation)
    {
        if (_last is { } last && last.Name == dataset && last.Split == split) return last;
        _last = null;
        ImageSet images = _session.LoadPrepared(dataset, split, _request.ImageSize, _request.Fit, cancellation);
        _display.Complete();
        return _last = images;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("(^|[/\\\\])(?<name>[A-Za-z0-9]+)[/\\\\](?<split>Train|Test|Validation)[/\\\\](?<index>[0-9]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex DatasetImage();
}
