using CnnTools.Core.Images;

namespace CnnTools.Core.Datasets.Files;

/// <summary>
/// Chooses the size that image files are prepared to: the one asked for; else the network's input; else the images' own, if all agree and are at most <see
/// cref="LargestOwnSize"/> pixels; else <see cref="DefaultSize"/>.
/// </summary>
internal static class SizeChoice
{
    /// <summary>Height and width where nothing else decides.</summary>
    public const int DefaultSize = 128;

    /// <summary>Images of at most so many pixels a side are used in their own size.</summary>
    public const int LargestOwnSize = 64;

    // Headers read side by side before it is looked at whether they agree.
    private const int ChunkSize = 256;

    /// <summary>Makes the choice.</summary>
    /// <param name="listing">The images.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="network">Height, width and channels of the network's input; null if none is given.</param>
    /// <param name="sizeOf">Height and width of an image; null if it cannot be read, which is reported later.</param>
    /// <param name="cancellation">Checked now and then.</param>
    /// <exception cref="CnnException">The size asked for is not the network's: id <c>ImageSizeInvalid</c>; the network does not take 1 or 3 channels: id
    /// <c>DatasetMismatch</c>.</exception>
    public static InputChoice Of(FileListing listing, DatasetStoreOptions options, (int Height, int Width, int Channels)? network, Func<string, (int Height, int Width)?> sizeOf, CancellationToken cancellation)
    {
        int channels = network?.Channels ?? options.Channels;
        if (channels is not (1 or 3))
            throw new CnnException("DatasetMismatch", CnnErrorCategory.InvalidArgument, $"{listing.Path}: expected a network that takes 1 channel (gray) or 3 (red, green, blue); found one with {channels}. Use another network.", listing.Path);
        CnnImageFit fit = options.Fit ?? CnnImageFit.Crop;
        if (options.ImageSize is { } asked)
        {
            if (network is { } own && (own.Height, own.Width) != (asked.Height, asked.Width))
                throw new CnnException("ImageSizeInvalid", CnnErrorCategory.InvalidArgument, Invariant($"ImageSize {asked}: expected the network's input size, {own.Height},{own.Width}; found another one. Leave ImageSize out, or use a network that takes {asked}."), asked);
            return new(new ImagePreparation(channels, asked.Height, asked.Width) { Fit = fit }, "ImageSize says so");
        }

        if (network is { } input) return new(new ImagePreparation(channels, input.Height, input.Width) { Fit = fit }, "it is the network's input");
        (int height, int width, string reason) = OfImages(listing.Images[CnnSplit.Train], sizeOf, cancellation);
        return new(new ImagePreparation(channels, height, width) { Fit = fit }, reason);
    }

    private static (int Height, int Width, string Reason) OfImages(IReadOnlyList<LabeledImage> images, Func<string, (int Height, int Width)?> sizeOf, CancellationToken cancellation)
    {
        (int Height, int Width)? common = null;
        for (int start = 0; start < images.Count; start += ChunkSize)
        {
            cancellation.ThrowIfCancellationRequested();
            // A single one decides in most folders of photographs.
            int first = start, count = start == 0 ? 1 : Math.Min(ChunkSize, images.Count - start);
            var sizes = new (int Height, int Width)?[count];
            Parallel.For(0, count, i => sizes[i] = sizeOf(images[first + i].Path));
            foreach ((int Height, int Width) size in sizes.OfType<(int Height, int Width)>())
            {
                if (size.Height > LargestOwnSize || size.Width > LargestOwnSize)
                    return (DefaultSize, DefaultSize, Invariant($"images are larger than {LargestOwnSize} pixels (the first one found has {size.Width} x {size.Height})"));
                if (common is { } other && other != size) return (DefaultSize, DefaultSize, Invariant($"images have different sizes ({other.Width} x {other.Height}, {size.Width} x {size.Height})"));
                common = size;
            }

            if (start == 0) start = 1 - ChunkSize;
        }

        return common is { } same ? (same.Height, same.Width, "all images have this size") : (DefaultSize, DefaultSize, "no image's size could be read");
    }
}
