using CnnTools.Core.Images;

namespace CnnTools.Core.Datasets.Quality;

/// <summary>What is compared of an image.</summary>
/// <param name="Path">The file, or the image of a built-in dataset as <c>Cifar10/Test/7</c>.</param>
/// <param name="Split">Its split.</param>
/// <param name="Label">Its label.</param>
/// <param name="Content">SHA-256 of the file, or of the pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Hash">What it looks like.</param>
/// <param name="Mirrored">What its mirror image looks like.</param>
/// <param name="Thumbnail">16 x 16 gray pixels, which decide where hashes are near.</param>
internal sealed record ImageFingerprint(string Path, CnnSplit Split, int Label, string Content, int Height, int Width, PerceptualHash Hash, PerceptualHash Mirrored, byte[] Thumbnail)
{
    /// <summary>Height and width of a thumbnail.</summary>
    public const int ThumbnailSize = 16;

    // Root of the mean squared difference of two thumbnails' gray levels. Copies encoded again at JPEG quality 30 differ by about 2.
    private const double LargestDifference = 6;

    /// <summary>The fingerprint of a decoded image.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="split">Its split.</param>
    /// <param name="label">Its label.</param>
    /// <param name="content">SHA-256 of its file, or of its pixels.</param>
    /// <param name="height">Its height in pixels.</param>
    /// <param name="width">Its width in pixels.</param>
    /// <param name="image">The image in gray, in any size.</param>
    public static ImageFingerprint Of(string path, CnnSplit split, int label, string content, int height, int width, DecodedImage image)
    {
        DecodedImage sized = BilinearResize.Resize(image, PerceptualHash.Size, PerceptualHash.Size);
        (PerceptualHash hash, PerceptualHash mirrored) = PerceptualHash.Of(sized.Pixels);
        return new(path, split, label, content, height, width, hash, mirrored, BilinearResize.Resize(sized, ThumbnailSize, ThumbnailSize).Pixels);
    }

    /// <summary>Whether two images look the same, one of them mirrored perhaps.</summary>
    public bool LooksLike(ImageFingerprint other) =>
        (Hash.DistanceTo(other.Hash) <= PerceptualHash.CopyDistance && Difference(other, mirrored: false) <= LargestDifference)
        || (Hash.DistanceTo(other.Mirrored) <= PerceptualHash.CopyDistance && Difference(other, mirrored: true) <= LargestDifference);

    private double Difference(ImageFingerprint other, bool mirrored)
    {
        double sum = 0;
        for (int i = 0; i < Thumbnail.Length; i++)
        {
            int column = i % ThumbnailSize, difference = Thumbnail[i] - other.Thumbnail[mirrored ? i - column + ThumbnailSize - 1 - column : i];
            sum += difference * difference;
        }

        return Math.Sqrt(sum / Thumbnail.Length);
    }
}
