using CnnTools.Core.Datasets;
using CnnTools.Core.Evaluation;
using CnnTools.Core.Images;

namespace CnnTools.Core.Charts;

/// <summary>Where the pictures of grids and terminals come from: datasets, files, a model's mistakes, the augmentation of a training.</summary>
public static class PictureTiles
{
    /// <summary>Pictures of a dataset with their classes.</summary>
    /// <param name="images">The split.</param>
    /// <param name="index">Their positions, from 0.</param>
    /// <param name="captioned">Whether the class and the position stand below each picture.</param>
    /// <exception cref="CnnException">There is no such picture: id <c>IndexOutOfRange</c>.</exception>
    public static IReadOnlyList<PictureTile> OfDataset(ImageSet images, IEnumerable<int> index, bool captioned = true)
    {
        ArgumentNullException.ThrowIfNull(images);
        return [.. index.Select(position => new PictureTile(
            ImageAt(images, position),
            captioned ? [new(images.ClassNames[images.Labels[position]]), new(Invariant($"{images.Split} {position}"), PictureCaptionKind.Minor)] : []))];
    }

    /// <summary>A model's mistakes, those first that it was surest of, with the true class, the answer and its probability.</summary>
    /// <param name="evaluation">The model's answers to a split.</param>
    /// <param name="images">The split.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="captioned">Whether the words stand below each picture.</param>
    public static IReadOnlyList<PictureTile> OfMistakes(ModelEvaluation evaluation, ImageSet images, int count, bool captioned = true)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        ArgumentNullException.ThrowIfNull(images);
        return [.. evaluation.MostConfidentMistakes().Take(count).Select(position => new PictureTile(ImageAt(images, position), captioned ? MistakeCaption(evaluation, images, position) : []))];
    }

    /// <summary>Views of one picture as a training with augmentation sees them, the picture itself first. They come from the code that augments in the training loop.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="label">Its class or name.</param>
    /// <param name="views">Its views, as the engine's <c>AugmentedViews</c> draws them.</param>
    /// <param name="captioned">Whether words stand below each picture.</param>
    public static IReadOnlyList<PictureTile> OfAugmentation(DecodedImage image, string label, IReadOnlyList<DecodedImage> views, bool captioned = true)
    {
        ArgumentNullException.ThrowIfNull(image);
        return [new PictureTile(image, captioned ? [new(label), new("as it is", PictureCaptionKind.Minor)] : []),
            .. views.Select((view, i) => new PictureTile(view, captioned ? [new(label), new(Invariant($"view {i + 1}"), PictureCaptionKind.Minor)] : []))];
    }

    /// <summary>A picture file, in colour.</summary>
    /// <param name="path">A PNG or JPEG file.</param>
    /// <param name="captioned">Whether the file's name stands below it.</param>
    /// <exception cref="CnnException">It cannot be read (<c>ImageNotReadable</c>) or decoded (<c>ImageDecodeFailed</c>).</exception>
    public static PictureTile OfFile(string path, bool captioned = true)
    {
        try
        {
            DecodedImage image = ImageDecoder.Decode(ImageFile.Read(path), 3);
            return new PictureTile(image, captioned ? [new(Path.GetFileName(path))] : []);
        }
        catch (CnnException error)
        {
            throw new CnnException(error.ErrorId, error.Category, $"'{path}': {error.Message}", path, error);
        }
    }

    /// <summary>One picture of a split.</summary>
    /// <exception cref="CnnException">There is no such picture: id <c>IndexOutOfRange</c>.</exception>
    public static DecodedImage ImageAt(ImageSet images, int index)
    {
        ArgumentNullException.ThrowIfNull(images);
        if ((uint)index >= (uint)images.Count)
            throw new CnnException("IndexOutOfRange", CnnErrorCategory.InvalidArgument, $"Dataset {images.Name} has {images.Count} {images.Split} pictures, numbered from 0; found index {index}.", index);
        int length = images.Channels * images.Height * images.Width;
        return new DecodedImage(images.Channels, images.Height, images.Width, images.Pixels.AsSpan(index * length, length).ToArray());
    }

    private static PictureCaption[] MistakeCaption(ModelEvaluation evaluation, ImageSet images, int position) =>
    [
        new($"true: {images.ClassNames[images.Labels[position]]}", PictureCaptionKind.Truth),
        new(Invariant($"model: {images.ClassNames[evaluation.PredictedLabels[position]]}, {100 * evaluation.Confidences[position]:0.0}%"), PictureCaptionKind.Mistake),
        new(Invariant($"{images.Split} {position}"), PictureCaptionKind.Minor),
    ];
}
