using CnnTools.Core.Randomness;

namespace CnnTools.Core.Datasets;

/// <summary>Divides the training split into images to learn from and images to watch, with the same share of every class in both.</summary>
internal static class HoldOut
{
    /// <summary>Draws the division.</summary>
    /// <param name="labels">A label an image.</param>
    /// <param name="fraction">Share of each class to watch, in <c>[0, 1)</c>; at least one image of a class stays to learn from.</param>
    /// <param name="seed">The run's seed.</param>
    /// <returns>Positions of the two parts, each in ascending order.</returns>
    public static (int[] Learn, int[] Watch) Stratified(IReadOnlyList<int> labels, double fraction, long seed)
    {
        var watched = new bool[labels.Count];
        foreach (IGrouping<int, int> group in Enumerable.Range(0, labels.Count).GroupBy(position => labels[position]))
        {
            int[] members = [.. group];
            int count = Math.Min((int)Math.Round(members.Length * fraction, MidpointRounding.AwayFromZero), members.Length - 1);
            SplitMix64 random = RandomStreams.Create(seed, RandomPurpose.HoldOut, group.Key);
            random.Shuffle(members.AsSpan());
            foreach (int position in members.AsSpan(0, count)) watched[position] = true;
        }

        return ([.. Enumerable.Range(0, labels.Count).Where(position => !watched[position])], [.. Enumerable.Range(0, labels.Count).Where(position => watched[position])]);
    }
}
