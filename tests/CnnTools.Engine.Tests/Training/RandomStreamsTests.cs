using CnnTools.Core.Randomness;

namespace CnnTools.Engine.Tests.Training;

public class RandomStreamsTests
{
    [Fact]
    public void Numbers_are_pinned()
    {
        // SplitMix64 from state 0 as published with the algorithm (prng.di.unimi.it/splitmix64.c).
        var random = new SplitMix64(0);
        Assert.Equal(0xE220A8397B1DCDAFUL, random.NextUInt64());
        Assert.Equal(0x6E789E6AA1B965F4UL, random.NextUInt64());
        Assert.Equal(0x06C45D188009454FUL, random.NextUInt64());
    }

    [Fact]
    public void Seeds_purposes_and_indices_give_different_streams()
    {
        var seeds = new HashSet<ulong>();
        for (long seed = 0; seed < 20; seed++)
            foreach (RandomPurpose purpose in Enum.GetValues<RandomPurpose>())
                for (long index = 0; index < 20; index++)
                    Assert.True(seeds.Add(RandomStreams.Derive(seed, purpose, index)), $"seed {seed}, {purpose}, {index} repeats a stream");
    }

    [Fact]
    public void Bounded_numbers_fill_their_range_evenly()
    {
        SplitMix64 random = RandomStreams.Create(5, RandomPurpose.Augmentation);
        var counts = new int[7];
        for (int i = 0; i < 70_000; i++) counts[random.NextInt32(7)]++;
        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
    }

    [Fact]
    public void Shuffle_keeps_every_item()
    {
        int[] items = [.. Enumerable.Range(0, 1000)];
        SplitMix64 random = RandomStreams.Create(5, RandomPurpose.Shuffling, 1);
        random.Shuffle(items.AsSpan());
        Assert.NotEqual(Enumerable.Range(0, 1000), items);
        Assert.Equal(Enumerable.Range(0, 1000), items.Order());
    }
}
