using System.Diagnostics;

namespace CnnTools.Engine.Inference;

/// <summary>Times a model on single images, from bytes to probabilities, as a caller meets it.</summary>
public static class LatencyProbe
{
    /// <summary>Images classified before the clock counts: the first calls choose and compile kernels.</summary>
    public const int DefaultWarmup = 50;

    /// <summary>Images timed: enough for a 95th percentile that rests on fifteen slower ones.</summary>
    public const int DefaultCount = 300;

    /// <summary>Times a model.</summary>
    /// <param name="classifier">The model.</param>
    /// <param name="pixels">Images to take in turn, as the model takes them; at least one.</param>
    /// <param name="warmup">Images before the clock counts, at least 0.</param>
    /// <param name="count">Images timed, at least 1.</param>
    /// <param name="cancellation">Checked before every image.</param>
    public static CnnLatency Measure(Classifier classifier, ReadOnlySpan<byte> pixels, int warmup = DefaultWarmup, int count = DefaultCount, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentOutOfRangeException.ThrowIfNegative(warmup);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        int length = classifier.ImageLength, images = pixels.Length / length;
        ArgumentOutOfRangeException.ThrowIfLessThan(images, 1);
        var milliseconds = new double[count];
        for (int i = -warmup; i < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> image = pixels.Slice((i + warmup) % images * length, length);
            long start = Stopwatch.GetTimestamp();
            _ = classifier.Probabilities(image);
            if (i >= 0) milliseconds[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(milliseconds);
        return new CnnLatency { Warmup = warmup, Count = count, P50 = Percentile(milliseconds, 0.5), P95 = Percentile(milliseconds, 0.95), P99 = Percentile(milliseconds, 0.99) };
    }

    /// <summary>The nearest-rank percentile: a time that was really seen.</summary>
    private static double Percentile(double[] sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}
