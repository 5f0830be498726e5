using CnnTools.Core.Images;
using CnnTools.Core.Progress;

namespace CnnTools.Core.Datasets.Files;

/// <summary>One image of a folder or manifest.</summary>
/// <param name="Path">Full path of the file.</param>
/// <param name="Label">Its label.</param>
internal readonly record struct LabelledImage(string Path, int Label);

/// <summary>Decodes image files into one <see cref="ImageSet"/>.</summary>
internal sealed class ImageLoader(DatasetStoreOptions options)
{
    /// <summary>File extensions that are read, without regard to case.</summary>
    public static readonly IReadOnlyList<string> Extensions = [".png", ".jpg", ".jpeg"];

    // Images decoded side by side before progress is reported from the calling thread.
    private const int ChunkSize = 256;

    // Enough for the size in any PNG, and in a JPEG unless large previews come first.
    private const int HeaderBytes = 1 << 16;

    /// <summary>Whether a file is one that is read, by its extension.</summary>
    public static bool IsImage(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Describes a split: the first image's size stands for all.</summary>
    public CnnDatasetInfo Describe(string name, CnnSplit split, IReadOnlyList<string> classNames, IReadOnlyList<LabelledImage> images, string path)
    {
        var (height, width) = RequestedSize() ?? HeaderSize(images[0].Path);
        return new()
        {
            Name = name, Split = split, Count = images.Count, Width = width, Height = height, Channels = options.Channels, Classes = classNames, Verified = false, Path = path,
        };
    }

    /// <summary>Decodes a split.</summary>
    public ImageSet Load(string name, CnnSplit split, IReadOnlyList<string> classNames, IReadOnlyList<LabelledImage> images, string path, CancellationToken cancellationToken)
    {
        var requested = RequestedSize();
        var (height, width) = requested ?? Size(Decode(images[0].Path));
        long imageBytes = (long)options.Channels * height * width, total = imageBytes * images.Count;
        if (total > options.MaximumBytes)
            throw DatasetErrors.Argument(
                $"{path}: expected at most {options.MaximumBytes:N0} bytes of pixels; {images.Count:N0} images of {options.Channels} x {height} x {width} need {total:N0}. Ask for a smaller size, or use fewer images.", path);

        byte[] pixels = GC.AllocateUninitializedArray<byte>((int)total);
        int[] labels = [.. images.Select(p => p.Label)];
        for (int start = 0; start < images.Count; start += ChunkSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            options.Progress?.Invoke(new DatasetProgress($"Reading {name}", images[start].Path, start, images.Count));
            int end = Math.Min(start + ChunkSize, images.Count);
            var failures = new CnnException?[end - start];
            Parallel.For(start, end, i =>
            {
                try
                {
                    var image = Decode(images[i].Path);
                    if (requested is not null) image = BilinearResize.Resize(image, height, width);
                    if (image.Height != height || image.Width != width)
                        throw DatasetErrors.Invalid(
                            $"{images[i].Path}: expected {width} x {height} pixels, as in {images[0].Path}; found {image.Width} x {image.Height}. Ask for one size (image height and width) to have all images resized.", images[i].Path);
                    image.Pixels.CopyTo(pixels, i * imageBytes);
                }
                catch (CnnException failure)
                {
                    failures[i - start] = failure;
                }
            });
            // The first in order, so that the same set always gives the same error.
            if (failures.FirstOrDefault(failure => failure is not null) is { } first) throw first;
        }
        options.Progress?.Invoke(new DatasetProgress($"Reading {name}", images[^1].Path, images.Count, images.Count));
        return new ImageSet(name, split, options.Channels, height, width, classNames, pixels, labels, verified: false, path);
    }

    /// <summary>What is wrong with the beginning of an image's file; null where nothing is. The pixels are not decoded.</summary>
    public static CnnException? CheckHeader(string path)
    {
        try
        {
            (int height, int width) = HeaderSize(path);
            return ImageDecoder.TooLarge(width, height) is { } tooLarge ? DecodeFailed(path, tooLarge.Message, tooLarge) : null;
        }
        catch (CnnException error)
        {
            return error;
        }
    }

    private (int Height, int Width)? RequestedSize() => options is { ImageHeight: { } height, ImageWidth: { } width } ? (height, width) : null;

    private static (int Height, int Width) Size(DecodedImage image) => (image.Height, image.Width);

    private static (int Height, int Width) HeaderSize(string path)
    {
        using var stream = Open(path);
        byte[] head = new byte[HeaderBytes];
        int length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (!ImageHeader.TryReadSize(head.AsSpan(0, length), out int width, out int height))
            throw DecodeFailed(path, "expected a PNG or JPEG image; the file does not start like one.", null);
        return (height, width);
    }

    private DecodedImage Decode(string path)
    {
        byte[] encoded;
        using (var stream = Open(path))
        {
            if (stream.Length > ImageFile.LargestFile) throw DecodeFailed(path, $"expected a file of at most {ImageFile.LargestFile:N0} bytes; found {stream.Length:N0}.", null);
            encoded = new byte[stream.Length];
            stream.ReadExactly(encoded);
        }
        if (encoded.Length == 0) throw DecodeFailed(path, "expected a PNG or JPEG image; the file is empty.", null);
        try
        {
            return ImageDecoder.Decode(encoded, options.Channels);
        }
        catch (CnnException e)
        {
            throw new CnnException(e.ErrorId, e.Category, $"{path}: {e.Message}", path, e);
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DecodeFailed(path, $"the file cannot be read: {e.Message}", e);
        }
    }

    private static CnnException DecodeFailed(string path, string message, Exception? cause) =>
        new("ImageDecodeFailed", CnnErrorCategory.InvalidData, $"{path}: {message}", path, cause);
}
