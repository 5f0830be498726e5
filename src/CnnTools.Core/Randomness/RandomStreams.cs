using CnnTools.Core.Datasets;

namespace CnnTools.Core.Randomness;

/// <summary>What random numbers are drawn for. Each purpose has a stream of its own, so that using one never shifts another.</summary>
public enum RandomPurpose
{
    /// <summary>Starting weights; the index is the layer's.</summary>
    Initialization = 1,

    /// <summary>Choice of the images held out of the training split.</summary>
    HoldOut = 2,

    /// <summary>Order of the images; the index is the epoch's.</summary>
    Shuffling = 3,

    /// <summary>Shifts and flips; the index is the step's.</summary>
    Augmentation = 4,

    /// <summary>Dropout masks; the index is the step's.</summary>
    Dropout = 5,

    /// <summary>Images of generated datasets; the index is the image's.</summary>
    Dataset = 6,

    /// <summary>Rectangles and noise of random erasing; the index is the step's.</summary>
    Erasing = 7,

    /// <summary>Partners, shares and rectangles of mixup and CutMix; the index is the step's.</summary>
    Mixing = 8,
}

/// <summary>
/// Random streams as functions of (seed, purpose, index) instead of hidden state: what is drawn in step n does not depend on what was drawn before it,
/// so a resumed run needs to know only where it is.
/// </summary>
public static class RandomStreams
{
    /// <summary>The seed of one stream, well mixed (SplitMix64's finaliser: Steele, Lea and Flood, 2014).</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="purpose">What is drawn.</param>
    /// <param name="index">Which stream of that purpose: a layer, an epoch, a step.</param>
    public static ulong Derive(long seed, RandomPurpose purpose, long index = 0) =>
        Mix(Mix(Mix((ulong)seed) ^ (ulong)purpose) ^ (ulong)index);

    /// <summary>A generator for one stream.</summary>
    /// <inheritdoc cref="Derive"/>
    public static SplitMix64 Create(long seed, RandomPurpose purpose, long index = 0) => new(Derive(seed, purpose, index));

    internal static ulong Mix(ulong value)
    {
        unchecked
        {
            value += 0x9E3779B97F4A7C15UL;
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
            return value ^ (value >> 31);
        }
    }
}

/// <summary>A small generator (Steele, Lea and Flood, 2014) whose numbers are the same on every platform and version of .NET.</summary>
public struct SplitMix64(ulong state)
{
    private ulong _state = state;

    /// <summary>The next 64 random bits.</summary>
    public ulong NextUInt64()
    {
        ulong result = RandomStreams.Mix(_state);
        unchecked { _state += 0x9E3779B97F4A7C15UL; }
        return result;
    }

    /// <summary>A number in <c>[0, 1)</c> with 53 random bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number in <c>[0, bound)</c> (Lemire's multiplication; its bias is below bound/2⁶⁴).</summary>
    /// <param name="bound">At least 1.</param>
    public int NextInt32(int bound) => (int)Math.BigMul(NextUInt64(), (ulong)bound, out _);

    /// <summary>Puts the items into random order (Fisher and Yates).</summary>
    /// <param name="items">The items to shuffle in place.</param>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextInt32(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
