using CnnTools.Core.Datasets;
using CnnTools.Core.Evaluation;
using CnnTools.Core.Images;

namespace CnnTools.Core.Charts;

/// <summary>Where the images of grids and terminals come from: datasets, files, a model's mistakes, the augmentation of a training.</summary>
public static class ImageTiles
{
    /// <summary>Images of a dataset with their classes.</summary>
    /// <param name="images">The split.</param>
    /// <param name="index">Their positions, from 0.</param>
    /// <param name="captioned">Whether the class and the position stand below each image.</param>
    /// <exception cref="CnnException">There is no such image: id <c>IndexOutOfRange</c>.</exception>
    public static IReadOnlyList<ImageTile> OfDataset(ImageSet images, IEnumerable<int> index, bool captioned = true)
    {
        ArgumentNullException.ThrowIfNull(images);
        return [.. index.Select(position => new ImageTile(
            ImageAt(images, position),
            captioned ? [new(images.ClassNames[images.Labels[position]]), new(Invariant($"{images.Split} {position}"), ImageCaptionKind.Minor)] : []))];
    }

    /// <summary>A model's mistakes, those first that it was surest of, with the true class, the answer and its probability.</summary>
    /// <param name="evaluation">The model's answers to a split.</param>
    /// <param name="images">The split.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="captioned">Whether the words stand below each image.</param>
    public static IReadOnlyList<ImageTile> OfMistakes(ModelEvaluation evaluation, ImageSet images, int count, bool captioned = true)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        ArgumentNullException.ThrowIfNull(images);
        return [.. evaluation.MostConfidentMistakes().Take(count).Select(position => new ImageTile(ImageAt(images, position), captioned ? MistakeCaption(evaluation, images, position) : []))];
    }

    /// <summary>Views of one image as a training with augmentation sees them, the image itself first. They come from the code that augments in the training
    /// loop.</summary>
    /// <param name="image">The image.</param>
    /// <param name="label">Its class or name.</param>
    /// <param name="views">Its views, as the engine's <c>AugmentedViews</c> draws them.</param>
    /// <param name="captioned">Whether words stand below each image.</param>
    public static IReadOnlyList<ImageTile> OfAugmentation(DecodedImage image, string label, IReadOnlyList<DecodedImage> views, bool captioned = true)
    {
        ArgumentNullException.ThrowIfNull(image);
        return [new ImageTile(image, captioned ? [new(label), new("as it is", ImageCaptionKind.Minor)] : []),
            .. views.Select((view, i) => new ImageTile(view, captioned ? [new(label), new(Invariant($"view {i + 1}"), ImageCaptionKind.Minor)] : []))];
    }

    /// <summary>An image file, in colour.</summary>
    /// <param name="path">A PNG, JPEG, WebP, BMP or GIF file.</param>
    /// <param name="captioned">Whether the file's name stands below it.</param>
    /// <exception cref="CnnException">It cannot be read (<c>ImageNotReadable</c>) or decoded (<c>ImageDecodeFailed</c>).</exception>
    public static ImageTile OfFile(string path, bool captioned = true)
    {
        try
        {
            DecodedImage image = ImageDecoder.DecodeUpright(ImageFile.Read(path), 3);
            return new ImageTile(image, captioned ? [new(Path.GetFileName(path))] : []);
        }
        catch (CnnException error)
        {
            throw new CnnException(error.ErrorId, error.Category, $"'{path}': {error.Message}", path, error);
        }
    }

    /// <summary>One image of a split.</summary>
    /// <exception cref="CnnException">There is no such image: id <c>IndexOutOfRange</c>.</exception>
    public static DecodedImage ImageAt(ImageSet images, int index)
    {
        ArgumentNullException.ThrowIfNull(images);
        if ((uint)index >= (uint)images.Count)
            throw new CnnException("IndexOutOfRange", CnnErrorCategory.InvalidArgument, $"Dataset {images.Name} has {images.Count} {images.Split} images, numbered from 0; found index {index}.", index);
        return new DecodedImage(images.Channels, images.Height, images.Width, images.CopyOf(index));
    }

    private static ImageCaption[] MistakeCaption(ModelEvaluation evaluation, ImageSet images, int position) =>
    [
        new($"true: {images.ClassNames[images.Labels[position]]}", ImageCaptionKind.Truth),
        new(Invariant($"model: {images.ClassNames[evaluation.PredictedLabels[position]]}, {100 * evaluation.Confidences[position]:0.0}%"), ImageCaptionKind.Mistake),
        new(Invariant($"{images.Split} {position}"), ImageCaptionKind.Minor),
    ];
}
