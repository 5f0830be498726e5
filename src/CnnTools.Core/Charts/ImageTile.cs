using CnnTools.Core.Images;

namespace CnnTools.Core.Charts;

/// <summary>One image of a grid.</summary>
/// <param name="Image">The image.</param>
/// <param name="Caption">Lines below it.</param>
public sealed record ImageTile(DecodedImage Image, IReadOnlyList<ImageCaption> Caption);

/// <summary>One line below an image.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Kind">What kind of fact it is.</param>
public readonly record struct ImageCaption(string Text, ImageCaptionKind Kind = ImageCaptionKind.Plain);

/// <summary>What a line below an image says; colours and words say the same.</summary>
public enum ImageCaptionKind
{
    /// <summary>A name.</summary>
    Plain,

    /// <summary>A minor detail.</summary>
    Minor,

    /// <summary>The true class of an image that a model got wrong.</summary>
    Truth,

    /// <summary>The wrong answer.</summary>
    Mistake,
}
