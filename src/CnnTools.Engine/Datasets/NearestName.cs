namespace CnnTools.Engine.Datasets;

/// <summary>Finds what a misspelt name was meant to be.</summary>
internal static class NearestName
{
    /// <summary>
    /// The name with the fewest letters to insert, delete or change (Levenshtein, 1966), case aside, compared whole or, for a name cut short, as far as it was given; null where none
    /// comes close.
    /// </summary>
    public static string? Find(string given, IEnumerable<string> names)
    {
        var best = names.Select(name => (name, distance: Math.Min(Distance(given, name), Distance(given, name[..Math.Min(given.Length, name.Length)])))).MinBy(candidate => candidate.distance);
        return best.name is not null && best.distance <= Math.Min(3, given.Length / 2) ? best.name : null;
    }

    private static int Distance(string a, string b)
    {
        (a, b) = (a.ToUpperInvariant(), b.ToUpperInvariant());
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.Length];
    }
}
