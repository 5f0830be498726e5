using System.Security.Cryptography;
using CnnTools.Core.Datasets.Prepared;
using CnnTools.Core.Images;
using CnnTools.Core.Progress;

namespace CnnTools.Core.Datasets.Files;

/// <summary>
/// Decodes the image files of some splits in one pass, each once, several at a time, before anything is done with them: all broken files are found together.
/// The result is kept in memory, or, if it is
/// large, in a file of the cache, which then takes the pass's place the next time.
/// </summary>
internal sealed class ImageLoader(FileListing listing, ImagePreparation preparation, DatasetStoreOptions options, FileIndex index, PreparedCache cache)
{
    // Images decoded side by side before progress is reported from the calling thread.
    private const int ChunkSize = 256;

    // The largest buffer of decoded images; a chunk of large ones has fewer.
    private const long ChunkBytes = 64 << 20;

    // Broken files that an error names.
    private const int NamedFiles = 20;

    private readonly long _imageLength = (long)preparation.Channels * preparation.Height * preparation.Width;

    /// <summary>Decodes splits.</summary>
    /// <exception cref="CnnException">Files are broken: id <c>ImageDecodeFailed</c>, naming the first ones of all splits; a split has no image left, or does
    /// not fit into memory or the cache.</exception>
    public IReadOnlyDictionary<CnnSplit, ImageSet> Load(IReadOnlyDictionary<CnnSplit, IReadOnlyList<LabeledImage>> splits, CancellationToken cancellation)
    {
        var broken = new Dictionary<string, CnnException>(StringComparer.Ordinal);
        var sets = splits.ToDictionary(static pair => pair.Key, pair => Load(pair.Key, pair.Value, broken, cancellation));
        if (broken.Count == 0) return sets.ToDictionary(static pair => pair.Key, static pair => pair.Value!);
        int total = splits.Values.Sum(static images => images.Count);
        if (!options.SkipBroken) throw Broken(broken, total);

        options.Warning?.Invoke(Invariant($"{listing.Path}: {broken.Count:N0} of {total:N0} images cannot be read and are left out: {Listed(broken)}"));
        foreach ((CnnSplit split, IReadOnlyList<LabeledImage> images) in splits)
        {
            LabeledImage[] sound = [.. images.Where(image => !broken.ContainsKey(image.Path))];
            if (sound.Length == 0) throw DatasetErrors.Invalid($"{listing.Path}: expected at least one image of the split {split} that can be read; found none.", listing.Path);
            if (split == CnnSplit.Train && FileListing.MissingClasses(listing.Path, split, listing.ClassNames, sound) is { } missing) throw DatasetErrors.Invalid($"{missing} None of their images can be read.", listing.Path);
            sets[split] ??= Load(split, sound, [], cancellation, images.Count - sound.Length);
        }

        return sets.ToDictionary(static pair => pair.Key, static pair => pair.Value!);
    }

    /// <summary>Decodes images and gives an error for each that cannot be.</summary>
    public IEnumerable<CnnException> FindBroken(IReadOnlyList<LabeledImage> images, CancellationToken cancellation)
    {
        byte[] buffer = new byte[Math.Min(ChunkLength, images.Count) * _imageLength];
        for (int start = 0; start < images.Count; start += ChunkLength)
        {
            var failures = Decode(images, start, buffer, $"Checking {listing.Name}", cancellation);
            foreach (CnnException? failure in failures)
                if (failure is not null) yield return failure;
        }
    }

    private int ChunkLength => (int)Math.Clamp(ChunkBytes / _imageLength, 1, ChunkSize);

    /// <summary>One split; null if files of it are broken, which are added to the collection.</summary>
    private ImageSet? Load(CnnSplit split, IReadOnlyList<LabeledImage> images, Dictionary<string, CnnException> broken, CancellationToken cancellation, int skipped = 0)
    {
        int[] labels = [.. images.Select(static image => image.Label)];
        long length = images.Count * _imageLength;
        string[] files = [.. images.Select(static image => image.Path)];
        bool tooLarge = length > options.MaximumBytes;
        if (length < options.CacheFromBytes && !tooLarge) return InMemory();

        IReadOnlyList<byte[]> hashes = index.HashesOf(files, Report($"Reading {listing.Name}"), cancellation);
        if (index.KnownBroken(files) is { Count: > 0 } known)
        {
            foreach ((string file, string message) in known) broken[file] = new("ImageDecodeFailed", CnnErrorCategory.InvalidData, message, file);
            // Those found earlier are not decoded again; what is new since then is, so that the error names all.
            foreach (CnnException failure in FindBroken(index.Unchecked(images), cancellation)) broken[(string)failure.Target!] = failure;
            return null;
        }

        string key = PreparedCache.Key(preparation, listing.ClassNames, labels, hashes);
        using IDisposable _ = cache.Lock(key, () => options.Message?.Invoke($"{listing.Name}: waiting for another process that prepares the same images."), cancellation);
        if (cache.TryOpen(key, length) is { } cached) return Set(cached.Pixels, cached.ContentHash);
        try
        {
            using PreparedWriter writer = cache.Create(key, length);
            using IncrementalHash hash = ImageSet.BeginHash(preparation.Channels, preparation.Height, preparation.Width, listing.ClassNames, labels);
            if (!Pass(pixels => { hash.AppendData(pixels); writer.Append(pixels); })) return null;
            writer.Complete(hash.GetHashAndReset());
        }
        catch (CnnException full) when (full.ErrorId == PreparedCache.FullId && !tooLarge && length <= options.MemoryWithoutCacheBytes)
        {
            options.Warning?.Invoke($"{full.Message} The images are kept in memory instead, and prepared again the next time.");
            return InMemory();
        }

        return cache.TryOpen(key, length) is { } written ? Set(written.Pixels, written.ContentHash) : throw PreparedCache.Vanished(cache.Folder);

        ImageSet Set(Pixels pixels, string? contentHash) => new(listing.Name, split, preparation.Channels, preparation.Height, preparation.Width, listing.ClassNames, pixels, labels, verified: false, listing.Path)
        {
            Files = files, SkippedCount = skipped, ContentHash = contentHash!,
        };

        ImageSet? InMemory()
        {
            byte[] pixels = GC.AllocateUninitializedArray<byte>((int)length);
            int at = 0;
            bool sound = Pass(part => { part.CopyTo(pixels.AsSpan(at)); at += part.Length; });
            return sound ? Set(Pixels.InMemory(pixels), null) : null;
        }

        bool Pass(Action<ReadOnlySpan<byte>> take)
        {
            byte[] buffer = new byte[Math.Min(ChunkLength, images.Count) * _imageLength];
            int brokenHere = 0;
            for (int start = 0; start < images.Count; start += ChunkLength)
            {
                foreach (CnnException failure in Decode(images, start, buffer, $"Reading {listing.Name}", cancellation).OfType<CnnException>())
                {
                    brokenHere++;
                    broken[(string)failure.Target!] = failure;
                }

                if (brokenHere == 0) take(buffer.AsSpan(0, (int)(Math.Min(ChunkLength, images.Count - start) * _imageLength)));
            }

            options.Progress?.Invoke(new DatasetProgress($"Reading {listing.Name}", files[^1], images.Count, images.Count));
            if (length >= options.CacheFromBytes || tooLarge) index.Save(files, broken);
            return brokenHere == 0;
        }
    }

    /// <summary>Decodes a chunk into a buffer; the failures at their places.</summary>
    private CnnException?[] Decode(IReadOnlyList<LabeledImage> images, int start, byte[] buffer, string activity, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        options.Progress?.Invoke(new DatasetProgress(activity, images[start].Path, start, images.Count));
        var failures = new CnnException?[Math.Min(ChunkLength, images.Count - start)];
        Parallel.For(0, failures.Length, i =>
        {
            string path = images[start + i].Path;
            try
            {
                if (cancellation.IsCancellationRequested) return;
                ImagePreparer.Prepare(ImageFile.Read(path), preparation).Pixels.CopyTo(buffer, i * _imageLength);
            }
            catch (CnnException failure) when (failure.ErrorId is "ImageDecodeFailed" or "ImageNotReadable")
            {
                failures[i] = Failed(path, failure.Message, failure);
            }
        });
        cancellation.ThrowIfCancellationRequested();
        return failures;
    }

    private Action<int, int, string>? Report(string activity) => options.Progress is { } progress ? (done, total, file) => progress(new DatasetProgress(activity, file, done, total)) : null;

    private static CnnException Failed(string path, string message, Exception? cause = null) => new("ImageDecodeFailed", CnnErrorCategory.InvalidData, $"{path}: {message}", path, cause);

    private static CnnException Broken(Dictionary<string, CnnException> broken, int total)
    {
        CnnException first = broken.Values.First();
        if (broken.Count == 1) return new("ImageDecodeFailed", CnnErrorCategory.InvalidData, $"{first.Message} It is the only one of {total:N0} images that cannot be read: repair or remove it, or use SkipBroken to leave it out.", first.Target, first);
        return new("ImageDecodeFailed", CnnErrorCategory.InvalidData,
            Invariant($"{broken.Count:N0} of {total:N0} images cannot be read. Repair or remove them, or use SkipBroken to leave them out:{Environment.NewLine}{Listed(broken)}"), first.Target, first);
    }

    private static string Listed(Dictionary<string, CnnException> broken) =>
        string.Join(Environment.NewLine, broken.Values.Take(NamedFiles).Select(static failure => failure.Message)) + (broken.Count > NamedFiles ? Invariant($"{Environment.NewLine}and {broken.Count - NamedFiles:N0} more.") : "");
}
