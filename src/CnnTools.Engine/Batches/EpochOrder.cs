using CnnTools.Core.Randomness;

namespace CnnTools.Engine.Batches;

/// <summary>The order in which an epoch goes through the images: another one every epoch, a function of seed and epoch.</summary>
internal static class EpochOrder
{
    /// <summary>Shuffles the images to learn from.</summary>
    /// <param name="learn">Their positions; not changed.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    public static int[] Of(int[] learn, long seed, int epoch)
    {
        var order = (int[])learn.Clone();
        SplitMix64 random = RandomStreams.Create(seed, RandomPurpose.Shuffling, epoch);
        random.Shuffle(order.AsSpan());
        return order;
    }
}
