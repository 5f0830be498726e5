namespace CnnTools.PowerShell.Parameters;

/// <summary>The classes a user asked for by name.</summary>
internal static class ClassChoice
{
    /// <summary>The names as the model has them.</summary>
    /// <param name="wanted">What the user wrote; upper and lower case are alike. Null asks for all.</param>
    /// <param name="known">The model's classes.</param>
    /// <returns>The classes asked for; null for all.</returns>
    /// <exception cref="CnnException">A name is no class: id <c>ClassNotFound</c>.</exception>
    public static IReadOnlySet<string>? Of(IReadOnlyList<string>? wanted, IEnumerable<string> known)
    {
        if (wanted is null) return null;
        string[] names = [.. known];
        string? foreign = wanted.FirstOrDefault(name => !names.Contains(name, StringComparer.OrdinalIgnoreCase));
        return foreign is null
            ? wanted.ToHashSet(StringComparer.OrdinalIgnoreCase)
            : throw new CnnException("ClassNotFound", CnnErrorCategory.ObjectNotFound, $"Class: expected one of {string.Join(", ", names)}; found '{foreign}'.", foreign);
    }
}
