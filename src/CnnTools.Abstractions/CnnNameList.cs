using System.Collections.ObjectModel;

namespace CnnTools;

/// <summary>Names in order. As text they are a line of them, so that a table or a CSV file shows the names and not a type.</summary>
public sealed class CnnNameList : ReadOnlyCollection<string>
{
    private CnnNameList(IList<string> names) : base(names)
    {
    }

    /// <summary>The names as such a list.</summary>
    /// <param name="names">The names; copied, unless they are such a list already.</param>
    public static CnnNameList Of(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return names as CnnNameList ?? new CnnNameList([.. names]);
    }

    /// <summary>The names, separated by semicolons; a name that holds one is put into quotes.</summary>
    public override string ToString() => string.Join("; ", this.Select(static name => name.Contains(';', StringComparison.Ordinal) ? $"\"{name}\"" : name));
}
