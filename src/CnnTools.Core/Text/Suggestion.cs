namespace CnnTools.Core.Text;

/// <summary>Finds the word a user may have meant.</summary>
internal static class Suggestion
{
    /// <summary>A sentence with a blank before it (<c> Did you mean 'Conv2d'?</c>), or nothing where no word is near.</summary>
    /// <param name="given">What the user wrote.</param>
    /// <param name="known">The words there are.</param>
    public static string For(string given, IEnumerable<string> known)
    {
        // About a third of the letters may differ (two of five: a transposition counts as two); more would suggest words that have nothing to do with what was
        // written.
        int limit = Math.Max(1, (given.Length + 1) / 3);
        string? nearest = given.Length is 0 or > 100
            ? null
            : known.Where(word => IsNear(given, word, limit)).MinBy(word => Nearness(given, word));
        return nearest is null ? string.Empty : $" Did you mean '{nearest}'?";
    }

    private static bool IsNear(string given, string word, int limit) =>
        Nearness(given, word) <= limit || (given.Length >= 3 && word.Contains(given, StringComparison.OrdinalIgnoreCase));

    // A word may be cut short as well as misspelt: it is compared whole, and as far as it was given. Three letters are the beginning of too many words.
    private static int Nearness(string given, string word) =>
        given.Length < 4 || given.Length >= word.Length ? Distance(given, word) : Math.Min(Distance(given, word), Distance(given, word[..given.Length]));

    /// <summary>Smallest number of letters to insert, delete or replace (Levenshtein, 1966), upper and lower case alike.</summary>
    internal static int Distance(string left, string right)
    {
        var row = new int[right.Length + 1];
        for (int column = 0; column < row.Length; column++) row[column] = column;
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.Length; j++)
            {
                int replace = diagonal + (char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replace, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
