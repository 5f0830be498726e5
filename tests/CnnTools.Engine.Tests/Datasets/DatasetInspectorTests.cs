using CnnTools.Core.Datasets;
using CnnTools.Core.Datasets.Quality;
using CnnTools.Core.Images;
using CnnTools.Engine.Tests.Images;
using SkiaSharp;
using Xunit;

namespace CnnTools.Engine.Tests.Datasets;

/// <summary>Findings about a dataset: each planted here, and nothing else found.</summary>
public sealed class DatasetInspectorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Planted_copies_are_found_with_their_paths()
    {
        for (int i = 0; i < 8; i++)
        {
            _folder.Write($"train/cat/{i}.png", Png(Scene(i)));
            _folder.Write($"train/dog/{i}.png", Png(Scene(100 + i)));
            _folder.Write($"test/cat/{i}.png", Png(Scene(200 + i)));
            _folder.Write($"test/dog/{i}.png", Png(Scene(300 + i)));
        }

        string leaked = _folder.Write("test/cat/same.png", Png(Scene(3))), encoded = _folder.Write("test/dog/encoded.jpg", Jpeg(Scene(102), 60, mirrored: false, scale: 1));
        string mirrored = _folder.Write("train/cat/mirrored.jpg", Jpeg(Scene(5), 85, mirrored: true, scale: 0.5));
        string other = _folder.Write("train/dog/cat.png", Png(Scene(6)));

        IReadOnlyList<CnnDatasetFinding> findings = Inspect(smallest: 1);

        CnnDatasetFinding exact = Assert.Single(findings, finding => finding.Kind == CnnDatasetFindingKind.Leak && finding.Identical == true);
        Assert.Equal((_folder.Combine("train/cat/3.png"), leaked), (exact.Path, exact.Paths[1]));
        CnnDatasetFinding near = Assert.Single(findings, finding => finding.Kind == CnnDatasetFindingKind.Leak && finding.Identical == false);
        Assert.Equal([_folder.Combine("train/dog/2.png"), encoded], near.Paths);
        CnnDatasetFinding duplicate = Assert.Single(findings, static finding => finding.Kind == CnnDatasetFindingKind.Duplicate);
        Assert.Equal((mirrored, false), (duplicate.Path, duplicate.Identical));
        CnnDatasetFinding conflict = Assert.Single(findings, static finding => finding.Kind == CnnDatasetFindingKind.LabelConflict);
        Assert.Equal([_folder.Combine("train/cat/6.png"), other], conflict.Paths);
        Assert.Equal(["cat", "dog"], conflict.Labels);
        Assert.Equal(4, findings.Count);
    }

    [Fact]
    public void Classes_sizes_and_broken_files_are_looked_at()
    {
        for (int i = 0; i < 45; i++) _folder.Write($"many/{i}.png", Png(Scene(i)));
        for (int i = 0; i < 4; i++) _folder.Write($"few/{i}.png", Png(Scene(100 + i)));
        string wide = _folder.Write("many/wide.png", Png(Scene(500, 48, 200))), broken = _folder.Write("many/broken.jpg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 2]);

        IReadOnlyList<CnnDatasetFinding> findings = Inspect(smallest: 5);

        Assert.Equal([CnnDatasetFindingKind.Broken, CnnDatasetFindingKind.SmallClass, CnnDatasetFindingKind.Imbalance, CnnDatasetFindingKind.OddSize], findings.Select(static finding => finding.Kind));
        Assert.Equal([broken, null, null, wide], findings.Select(static finding => finding.Path));
        Assert.Equal("Class few has 4 training images; 5 are few.", findings[1].Message);
        Assert.Contains("Class many has 46 training images, class few 4: more than 10 times as many", findings[2].Message, StringComparison.Ordinal);
        Assert.Contains("200 x 48 pixels: another shape than most", findings[3].Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// A hash from another implementation: PDQ's transform in numpy on a ramp and a checkerboard that need no resizing
    /// (<c>D = sqrt(2/64) cos(pi/128 (i+1)(2j+1)); bits = D a D' &gt; median</c>).
    /// </summary>
    [Fact]
    public void The_hash_is_that_of_the_formula()
    {
        byte[] gray = [.. Enumerable.Range(0, 64 * 64).Select(static i => (byte)((i * i + 31 * (i / 64) * (i % 64)) % 251))];
        var expected = new bool[256];
        var coefficients = new double[256];
        for (int i = 0; i < 16; i++)
        for (int j = 0; j < 16; j++)
        {
            double sum = 0;
            for (int y = 0; y < 64; y++)
            for (int x = 0; x < 64; x++) sum += Math.Cos(Math.PI / 128 * (i + 1) * ((2 * y) + 1)) * Math.Cos(Math.PI / 128 * (j + 1) * ((2 * x) + 1)) * gray[(y * 64) + x] * 2 / 64;
            coefficients[(i * 16) + j] = sum;
        }

        double median = coefficients.Order().Skip(127).Take(2).Average();
        for (int i = 0; i < 256; i++) expected[i] = coefficients[i] > median;

        (PerceptualHash hash, PerceptualHash mirrored) = PerceptualHash.Of(gray);

        ulong[] words = [hash.Bits0, hash.Bits1, hash.Bits2, hash.Bits3];
        int wrong = Enumerable.Range(0, 256).Count(i => (words[i / 64] >> (i % 64) & 1) == 1 != expected[i]);
        Assert.InRange(wrong, 0, 2); // single precision, near the median
        byte[] flipped = [.. Enumerable.Range(0, 64 * 64).Select(i => gray[(i / 64 * 64) + 63 - (i % 64)])];
        Assert.InRange(PerceptualHash.Of(flipped).Image.DistanceTo(mirrored), 0, 2);
        Assert.Equal(256, hash.DistanceTo(new(~hash.Bits0, ~hash.Bits1, ~hash.Bits2, ~hash.Bits3)));
    }

    private IReadOnlyList<CnnDatasetFinding> Inspect(int smallest) => new DatasetInspector(new DatasetStore(new DatasetStoreOptions()), smallest).Inspect(_folder.Path);

    /// <summary>Some colored disks on a colored ground: smooth, and different for every seed.</summary>
    private static SKBitmap Scene(int seed, int height = 60, int width = 72)
    {
        var random = new Random(seed);
        var bitmap = new SKBitmap(width, height);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(Color());
        for (int i = 0; i < 9; i++)
        {
            using var paint = new SKPaint { Color = Color() };
            canvas.DrawCircle(random.Next(width), random.Next(height), random.Next(5, 20), paint);
        }

        return bitmap;

        SKColor Color() => new((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256));
    }

    private static byte[] Png(SKBitmap bitmap)
    {
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        bitmap.Dispose();
        return data.ToArray();
    }

    private static byte[] Jpeg(SKBitmap bitmap, int quality, bool mirrored, double scale)
    {
        using var target = new SKBitmap((int)(bitmap.Width * scale), (int)(bitmap.Height * scale));
        using (var canvas = new SKCanvas(target))
        {
            if (mirrored) canvas.Scale(-1, 1, target.Width / 2f, 0);
            using SKImage image = SKImage.FromBitmap(bitmap);
            canvas.DrawImage(image, new SKRect(0, 0, target.Width, target.Height), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        }

        using SKData data = target.Encode(SKEncodedImageFormat.Jpeg, quality);
        bitmap.Dispose();
        return data.ToArray();
    }
}
