namespace CnnTools.Core.Datasets.Quality;

/// <summary>Groups images that are the same or look the same. Every pair is compared; a hundred thousand images take some ten seconds a core.</summary>
internal static class CopyFinder
{
    /// <summary>Finds groups of at least two images.</summary>
    /// <param name="images">The images.</param>
    /// <param name="cancellation">Checked now and then.</param>
    /// <returns>Positions, ascending within a group; groups in the order of their first image.</returns>
    public static IReadOnlyList<int[]> Groups(IReadOnlyList<ImageFingerprint> images, CancellationToken cancellation)
    {
        int[] parents = [.. Enumerable.Range(0, images.Count)];
        var firsts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < images.Count; i++)
            if (!firsts.TryAdd(images[i].Content, i)) Join(parents, firsts[images[i].Content], i);

        int[] different = [.. firsts.Values.Order()];
        var pairs = new List<(int, int)>();
        Parallel.For(0, different.Length, new ParallelOptions { CancellationToken = cancellation }, a =>
        {
            ImageFingerprint image = images[different[a]];
            for (int b = a + 1; b < different.Length; b++)
            {
                if (!image.LooksLike(images[different[b]])) continue;
                lock (pairs) pairs.Add((different[a], different[b]));
            }
        });
        foreach ((int a, int b) in pairs) Join(parents, a, b);
        return [.. Enumerable.Range(0, images.Count).GroupBy(i => Root(parents, i)).Select(static group => group.Order().ToArray()).Where(static group => group.Length > 1).OrderBy(static group => group[0])];
    }

    private static void Join(int[] parents, int a, int b)
    {
        (int first, int second) = (Root(parents, a), Root(parents, b));
        parents[Math.Max(first, second)] = Math.Min(first, second);
    }

    private static int Root(int[] parents, int i)
    {
        while (parents[i] != i) i = parents[i] = parents[parents[i]];
        return i;
    }
}
