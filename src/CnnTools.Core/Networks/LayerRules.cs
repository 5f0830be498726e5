namespace CnnTools.Core.Networks;

/// <summary>Which properties each kind of layer needs, may have and must not have, and the range of each.</summary>
internal static class LayerRules
{
    /// <summary>Largest number of filters or units. Far above any useful network, low enough that products of sizes fit into 64 bits.</summary>
    public const int MaximumWidth = 1 << 20;

    /// <summary>Largest side and step of a window in pixels.</summary>
    public const int MaximumWindow = 1024;

    private sealed record Property(string Name, Func<CnnLayer, object?> Read, Func<object, bool> IsAllowed, string Expected);

    private sealed record Rule(string[] Needed, string[] Optional)
    {
        public IEnumerable<string> All => Needed.Concat(Optional);
    }

    private static readonly Property[] Properties =
    [
        new("Filters", layer => layer.Filters, value => value is >= 1 and <= MaximumWidth, Invariant($"a number of filters from 1 to {MaximumWidth:N0}")),
        new("KernelSize", layer => layer.KernelSize, value => value is >= 1 and <= MaximumWindow, Invariant($"the window's side in pixels, from 1 to {MaximumWindow:N0}")),
        new("Stride", layer => layer.Stride, value => value is >= 1 and <= MaximumWindow, Invariant($"a step in pixels from 1 to {MaximumWindow:N0}")),
        new("Padding", layer => layer.Padding, IsDefined<CnnPadding>, OneOf<CnnPadding>()),
        new("Units", layer => layer.Units, value => value is >= 1 and <= MaximumWidth, Invariant($"a number of outputs from 1 to {MaximumWidth:N0}")),
        new("Rate", layer => layer.Rate, value => value is >= 0.0 and < 1.0, "the share of values set to zero, from 0 to less than 1"),
        new("Activation", layer => layer.Activation, IsDefined<CnnActivation>, OneOf<CnnActivation>()),
        new("Initializer", layer => layer.Initializer, IsDefined<CnnInitializer>, OneOf<CnnInitializer>()),
        new("Bias", layer => layer.Bias, _ => true, "true or false"),
        new("Epsilon", layer => layer.Epsilon, value => value is > 0.0 and <= 1.0, "a number above 0 and at most 1"),
        new("Momentum", layer => layer.Momentum, value => value is > 0.0 and <= 1.0, "the weight of a new batch, above 0 and at most 1 (Keras' 0.99 is 0.01 here)"),
    ];

    private static readonly Dictionary<CnnLayerKind, Rule> Rules = new()
    {
        [CnnLayerKind.Conv2d] = new(["Filters", "KernelSize"], ["Stride", "Padding", "Activation", "Initializer", "Bias"]),
        [CnnLayerKind.BatchNorm2d] = new([], ["Epsilon", "Momentum"]),
        [CnnLayerKind.MaxPool2d] = new(["KernelSize"], ["Stride", "Padding"]),
        [CnnLayerKind.AveragePool2d] = new(["KernelSize"], ["Stride", "Padding"]),
        [CnnLayerKind.GlobalAveragePool2d] = new([], []),
        [CnnLayerKind.Flatten] = new([], []),
        [CnnLayerKind.Dense] = new(["Units"], ["Activation", "Initializer", "Bias"]),
        [CnnLayerKind.Dropout] = new(["Rate"], []),
        [CnnLayerKind.Activation] = new(["Activation"], []),
    };

    /// <summary>Throws <c>NetworkInvalid</c> where a layer lacks a property, has a foreign one, or has one out of range.</summary>
    /// <param name="network">The network.</param>
    /// <param name="index">The layer's index, from 0.</param>
    public static void Check(CnnNetwork network, int index)
    {
        CnnLayer layer = network.Layers[index];
        if (!Rules.TryGetValue(layer.Kind, out Rule? rule))
            throw NetworkError.AtLayer(network, index, $"there is no such kind of layer; expected {OneOf<CnnLayerKind>()}.");

        foreach (Property property in Properties)
        {
            object? value = property.Read(layer);
            if (value is null)
            {
                if (rule.Needed.Contains(property.Name))
                    throw NetworkError.AtLayer(network, index, $"{layer.Kind} needs {property.Name}: {property.Expected}.");
            }
            else if (!rule.All.Contains(property.Name))
            {
                throw NetworkError.AtLayer(network, index, Foreign(layer.Kind, rule, property.Name));
            }
            else if (!property.IsAllowed(value))
            {
                throw NetworkError.AtLayer(network, index, Invariant($"{property.Name} is {value}; expected {property.Expected}."));
            }
        }
    }

    private static string Foreign(CnnLayerKind kind, Rule rule, string property)
    {
        string own = rule.All.Any() ? $"It takes {string.Join(", ", rule.All)}." : "It takes no properties.";
        string owners = string.Join(", ", Rules.Where(other => other.Value.All.Contains(property)).Select(other => other.Key));
        return $"{kind} takes no {property}. {own} {property} belongs to {owners}.";
    }

    private static bool IsDefined<T>(object value) where T : struct, Enum => Enum.IsDefined((T)value);

    private static string OneOf<T>() where T : struct, Enum => "one of " + string.Join(", ", Enum.GetNames<T>());
}
