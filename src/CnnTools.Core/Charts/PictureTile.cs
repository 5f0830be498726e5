using CnnTools.Core.Images;

namespace CnnTools.Core.Charts;

/// <summary>One picture of a grid.</summary>
/// <param name="Image">The picture.</param>
/// <param name="Caption">Lines below it.</param>
public sealed record PictureTile(DecodedImage Image, IReadOnlyList<PictureCaption> Caption);

/// <summary>One line below a picture.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Kind">What kind of fact it is.</param>
public readonly record struct PictureCaption(string Text, PictureCaptionKind Kind = PictureCaptionKind.Plain);

/// <summary>What a line below a picture says; colours and words say the same.</summary>
public enum PictureCaptionKind
{
    /// <summary>A name.</summary>
    Plain,

    /// <summary>A minor detail.</summary>
    Minor,

    /// <summary>The true class of a picture that a model got wrong.</summary>
    Truth,

    /// <summary>The wrong answer.</summary>
    Mistake,
}
