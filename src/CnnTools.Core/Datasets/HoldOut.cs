using CnnTools.Core.Randomness;

namespace CnnTools.Core.Datasets;

/// <summary>Divides the training split into images to learn from and images to watch, with the same share of every class in both.</summary>
internal static class HoldOut
{
    /// <summary>Number of images that are held out.</summary>
    /// <param name="labels">A label per image.</param>
    /// <param name="fraction">Fraction of each class, in <c>[0, 1)</c>.</param>
    public static int Count(IEnumerable<int> labels, double fraction) => labels.CountBy(static label => label).Sum(group => Count(group.Value, fraction));

    private static int Count(int members, double fraction) => Math.Min((int)Math.Round(members * fraction, MidpointRounding.AwayFromZero), members - 1);

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
            int count = Count(members.Length, fraction);
            SplitMix64 random = RandomStreams.Create(seed, RandomPurpose.HoldOut, group.Key);
            random.Shuffle(members.AsSpan());
            foreach (int position in members.AsSpan(0, count)) watched[position] = true;
        }

        return ([.. Enumerable.Range(0, labels.Count).Where(position => !watched[position])], [.. Enumerable.Range(0, labels.Count).Where(position => watched[position])]);
    }
}
