using System.Globalization;
using System.Text.RegularExpressions;
using CnnTools.Core.Charts;
using CnnTools.Core.Datasets;
using CnnTools.Core.Evaluation;
using CnnTools.Engine.Batches.Augmentation;
using CnnTools.Engine.Sessions;

namespace CnnTools.PowerShell.Runners;

/// <summary>What <c>Export-CnnImage</c> and <c>Show-CnnImage</c> share: gathering pictures with their captions.</summary>
internal sealed partial class PictureRunner
{
    private readonly ICommandOutput _output;
    private readonly PictureRequest _request;
    private readonly ProgressDisplay _display;
    private readonly InferenceObserver _observer;
    private readonly InferenceSession _session;
    private ImageSet? _last;

    /// <summary>Prepares; loads nothing yet.</summary>
    public PictureRunner(ICommandOutput output, CnnInferenceOptions options, PictureRequest request)
    {
        (_output, _request, _display) = (output, request, new ProgressDisplay(output));
        _observer = new InferenceObserver(output, _display);
        _session = new InferenceSession(options, _observer);
    }

    /// <summary>What a grid of the pictures is called where nobody named it.</summary>
    public string Title { get; private set; } = "Pictures";

    /// <summary>What a grid of the pictures shows, in words.</summary>
    public string Description { get; private set; } = "";

    /// <summary>Pictures of a dataset.</summary>
    public IReadOnlyList<PictureTile> OfDataset(string dataset, CnnSplit split, CancellationToken cancellation)
    {
        ImageSet images = Load(dataset, split, cancellation);
        bool augments = _request.Augmentation != CnnAugmentation.None;
        IReadOnlyList<int> index = _request.Index ?? SampleChoice.Of(images.Count, augments ? 1 : _request.Count ?? PictureRequest.UsualCount, augments ? null : _request.Seed);
        Title = augments ? Text($"{images.Name}: augmentation {_request.Augmentation}") : Text($"{images.Name}: {images.Split} pictures");
        Description = $"{Text($"{index.Count} pictures")} of {images.Name}, split {images.Split}: {string.Join(", ", index.Where(i => (uint)i < (uint)images.Count).Select(i => images.ClassNames[images.Labels[i]]).Distinct())}.";
        if (!augments) return PictureTiles.OfDataset(images, index, !_request.NoCaption);
        return [.. index.SelectMany(i => Views(PictureTiles.OfDataset(images, [i], captioned: false)[0], images.ClassNames[images.Labels[i]], index.Count))];
    }

    /// <summary>A model's most confident mistakes.</summary>
    public IReadOnlyList<PictureTile> OfMistakes(string model, string dataset, CnnSplit split, CancellationToken cancellation)
    {
        _observer.Title = $"Evaluate {Path.GetFileName(model)} on {dataset}";
        (ModelEvaluation evaluation, ImageSet images) = _session.EvaluateImages(model, dataset, split, cancellation);
        _display.Complete();
        IReadOnlyList<PictureTile> tiles = PictureTiles.OfMistakes(evaluation, images, _request.Count ?? PictureRequest.UsualCount, !_request.NoCaption);
        int wrong = images.Count - evaluation.Matrix.Right;
        Title = Text($"{Path.GetFileNameWithoutExtension(model)} on {images.Name}: the surest of {wrong:N0} mistakes");
        Description = Text($"{tiles.Count} pictures that the model got wrong with the highest probabilities, of {wrong:N0} mistakes among {images.Count:N0} {images.Split} pictures.");
        if (tiles.Count == 0) _output.Warning($"{model} makes no mistake on {images.Name}; there is no picture to show.");
        return tiles;
    }

    /// <summary>A picture by its path: a file, or a picture of a dataset as <c>Get-CnnPrediction</c> names it (<c>Shapes/Test/7</c>).</summary>
    /// <param name="path">Full path of a file, or the name of a dataset's picture.</param>
    /// <param name="answer">What a model said of it; null where nobody asked one.</param>
    /// <param name="cancellation">Stops a download.</param>
    public IReadOnlyList<PictureTile> OfPath(string path, PictureAnswer? answer, CancellationToken cancellation)
    {
        PictureTile tile;
        string label, name = Path.GetFileName(path);
        if (!File.Exists(path) && DatasetPicture().Match(path) is { Success: true } match && DatasetStore.Names.FirstOrDefault(each => each == match.Groups["name"].Value) is { } dataset)
        {
            ImageSet images = Load(dataset, Enum.Parse<CnnSplit>(match.Groups["split"].Value), cancellation);
            int index = int.TryParse(match.Groups["index"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;
            tile = PictureTiles.OfDataset(images, [index], !_request.NoCaption)[0];
            label = images.ClassNames[images.Labels[index]];
            name = Text($"{images.Split} {index}");
        }
        else
        {
            tile = PictureTiles.OfFile(path, !_request.NoCaption);
            label = name;
        }

        if (answer is not null && !_request.NoCaption) tile = tile with { Caption = answer.Caption(name) };
        Description = "Pictures of files.";
        return _request.Augmentation == CnnAugmentation.None ? [tile] : Views(tile, label, 1);
    }

    private IReadOnlyList<PictureTile> Views(PictureTile tile, string label, int pictures) => PictureTiles.OfAugmentation(
        tile.Image, label, AugmentedViews.Of(tile.Image, (_request.Count ?? (pictures == 1 ? PictureRequest.UsualCount : 6)) - 1, _request.Augmentation, _request.ShiftFraction, _request.Seed ?? 0), !_request.NoCaption);

    private ImageSet Load(string dataset, CnnSplit split, CancellationToken cancellation)
    {
        if (_last is { } last && last.Name == dataset && last.Split == split) return last;
        _last = null;
        ImageSet images = _session.LoadAsIs(dataset, split, cancellation);
        _display.Complete();
        return _last = images;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("(^|[/\\\\])(?<name>[A-Za-z0-9]+)[/\\\\](?<split>Train|Test)[/\\\\](?<index>[0-9]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex DatasetPicture();
}
