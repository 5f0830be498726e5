using CnnTools.Core.Randomness;

namespace CnnTools.Core.Charts;

/// <summary>Which images of a split a grid shows.</summary>
public static class SampleChoice
{
    /// <summary>The first images, as the tutorials take them, or some drawn at random.</summary>
    /// <param name="available">Number of images in the split.</param>
    /// <param name="count">How many; no more than there are.</param>
    /// <param name="seed">Draws them at random with this seed, in random order; null takes the first ones.</param>
    public static IReadOnlyList<int> Of(int available, int count, long? seed)
    {
        int[] all = [.. Enumerable.Range(0, available)];
        if (seed is { } value) RandomStreams.Create(value, RandomPurpose.Shuffling).Shuffle(all.AsSpan());
        return all[..Math.Min(count, available)];
    }
}
