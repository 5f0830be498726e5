using System.Globalization;

namespace CnnTools.Core.ModelFiles;

/// <summary>
/// Finds out which tensor of a PyTorch model belongs to which parameter of a network: by the network's own names (<c>conv2d.weight</c>), also behind a common
/// prefix
/// (<c>module.conv2d.weight</c>), or by position, as <c>torch.nn.Sequential</c> names them (<c>layers.0.weight</c>): the numbers' order is the layers' order.
/// </summary>
internal static class WeightNames
{
    private const string Id = "ModelWeightsInvalid";

    /// <summary>Renames tensors to the network's names. Nothing is guessed: where names, number or shapes leave a doubt, there is an error.</summary>
    /// <param name="network">The network.</param>
    /// <param name="tensors">The file's tensors, batch counters left out.</param>
    /// <param name="path">The file, for errors.</param>
    /// <returns>Each tensor under its new name, with the one it had, in the network's order.</returns>
    /// <exception cref="CnnException">They do not belong together: id <c>ModelWeightsInvalid</c>, message with the names and shapes on both sides.</exception>
    public static IReadOnlyList<(string From, SafeTensorsWriter.Entry Tensor)> Match(CnnNetwork network, IReadOnlyList<SafeTensorsWriter.Entry> tensors, string path)
    {
        Group[] expected = [.. Groups(WeightCheck.Expected(network).Select(static pair => (pair.Key, pair.Value)))];
        Group[] found = [.. Groups(tensors.Select(static tensor => (tensor.Name, tensor.Shape)))];
        if (found.Length == 0) throw Bad(path, "it holds no weights");
        (Group From, Group To)[] pairs = ByName(network, expected, found, path) ?? ByPosition(network, expected, found, path);
        Dictionary<string, SafeTensorsWriter.Entry> byName = tensors.ToDictionary(static tensor => tensor.Name, StringComparer.Ordinal);
        return [.. pairs.SelectMany(pair => Join(pair.From, pair.To, path).Select(names => (names.From, byName[names.From] with { Name = names.To })))];
    }

    /// <summary>Null where not one name is the network's.</summary>
    private static (Group From, Group To)[]? ByName(CnnNetwork network, Group[] expected, Group[] found, string path)
    {
        int prefix = Enumerable.Range(0, CommonPrefix(found) + 1).FirstOrDefault(length => found.Any(group => expected.Any(layer => layer.Name == group.Without(length))), -1);
        if (prefix < 0) return null;
        Dictionary<string, Group> byName = found.ToDictionary(group => group.Without(prefix), StringComparer.Ordinal);
        string[] unknown = [.. byName.Keys.Except(expected.Select(static layer => layer.Name))], missing = [.. expected.Select(static layer => layer.Name).Except(byName.Keys)];
        if (unknown.Length + missing.Length > 0)
        {
            string[] problems = [.. missing.Select(name => $"layer '{name}' is missing"), .. unknown.Select(name => $"'{name}' is no layer with weights")];
            throw Bad(path, $"{string.Join(", ", problems)}; network '{network.Name}' has {List(expected)}");
        }

        return [.. expected.Select(layer => (byName[layer.Name], layer))];
    }

    private static (Group From, Group To)[] ByPosition(CnnNetwork network, Group[] expected, Group[] found, string path)
    {
        int prefix = CommonPrefix(found);
        // One module alone has no order to be in doubt about, whatever its name.
        if (found.Length > 1 && found.Any(group => Numbers(group.Without(prefix)) is null))
            throw Bad(path, $"its names are neither the network's nor positions in one torch.nn.Sequential; found {List(found)}; network '{network.Name}' has {List(expected)}. Rename the tensors in Python to the network's names");
        if (found.Length != expected.Length)
            throw Bad(path, $"expected {expected.Length} layers with weights: {List(expected)}; found {found.Length}: {List(found)}");
        return [.. found.OrderBy(group => Numbers(group.Without(prefix)) ?? [], Comparer<int[]>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b))).Zip(expected)];
    }

    private static IEnumerable<(string From, string To)> Join(Group from, Group to, string path)
    {
        foreach (string part in from.Parts.Keys.Union(to.Parts.Keys))
        {
            if (!from.Parts.TryGetValue(part, out long[]? found)) throw Bad(path, $"layer '{to.Name}' needs a tensor '{part}'; '{from.Name}' has {string.Join(", ", from.Parts.Keys)}");
            if (!to.Parts.TryGetValue(part, out long[]? expected)) throw Bad(path, $"'{from.Name}' has a tensor '{part}'; layer '{to.Name}' has {string.Join(", ", to.Parts.Keys)}");
            if (!found.SequenceEqual(expected))
            {
                string hint = found.Length == 2 && found.SequenceEqual(expected.Reverse()) ? " It looks transposed: PyTorch's order is outputs, inputs." : "";
                throw Bad(path, $"tensor '{from.Name}.{part}' for layer '{to.Name}': expected shape [{string.Join(", ", expected)}]; found [{string.Join(", ", found)}].{hint}".TrimEnd('.'));
            }

            yield return ($"{from.Name}.{part}", $"{to.Name}.{part}");
        }
    }

    private static IEnumerable<Group> Groups(IEnumerable<(string Name, long[] Shape)> tensors) =>
        tensors.GroupBy(static tensor => tensor.Name[..Math.Max(tensor.Name.LastIndexOf('.'), 0)], StringComparer.Ordinal)
            .Select(static group => new Group(group.Key, group.ToDictionary(tensor => tensor.Name[(tensor.Name.LastIndexOf('.') + 1)..], static tensor => tensor.Shape, StringComparer.Ordinal)));

    /// <summary>How many leading segments all names share; each keeps at least one of its own.</summary>
    private static int CommonPrefix(Group[] groups)
    {
        int length = groups.Min(static group => group.Segments.Length) - 1;
        return Enumerable.Range(0, length + 1).TakeWhile(count => groups.All(group => group.Segments.AsSpan(0, count).SequenceEqual(groups[0].Segments.AsSpan(0, count)))).Last();
    }

    private static int[]? Numbers(string name)
    {
        int[] numbers = [.. name.Split('.').Select(static segment => int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1)];
        return numbers.Contains(-1) ? null : numbers;
    }

    private static string List(Group[] groups)
    {
        const int shown = 12;
        IEnumerable<string> texts = groups.Take(shown).Select(static group => $"{group.Name} ({string.Join(", ", group.Parts.Select(static part => $"{part.Key} [{string.Join(", ", part.Value)}]"))})");
        return string.Join(", ", texts) + (groups.Length > shown ? Invariant($" and {groups.Length - shown} more") : "");
    }

    private static CnnException Bad(string path, string detail) => new(Id, CnnErrorCategory.InvalidData, $"'{path}': the weights do not fit the network: {detail}.", path);

    /// <summary>The tensors of one layer: <c>weight</c>, <c>bias</c> and so on, by what follows the last dot.</summary>
    private sealed record Group(string Name, Dictionary<string, long[]> Parts)
    {
        public string[] Segments { get; } = Name.Split('.');

        public string Without(int prefix) => string.Join('.', Segments.Skip(prefix));
    }
}
