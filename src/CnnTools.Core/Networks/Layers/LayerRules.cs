namespace CnnTools.Core.Networks.Layers;

/// <summary>Checks that a layer has the properties its kind requires, no others, and each within its range.</summary>
internal static class LayerRules
{
    /// <summary>The layer's kind, after its properties were checked.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="invalid">Makes an error that names the layer.</param>
    /// <exception cref="CnnException">A property is missing, belongs to another kind, or is out of range: id <c>NetworkInvalid</c>.</exception>
    public static LayerType Check(CnnLayer layer, Func<string, CnnException> invalid)
    {
        LayerType type = LayerTypes.TryFind(layer.Kind) ?? throw invalid($"there is no such kind of layer; expected {LayerProperty.OneOf<CnnLayerKind>()}.");
        foreach (LayerProperty property in LayerProperty.All)
        {
            object? value = property.Read(layer);
            if (value is null)
            {
                if (type.Required.Contains(property)) throw invalid($"{layer.Kind} needs {property.Name}: {property.Expected}.");
            }
            else if (!type.Properties.Contains(property))
            {
                throw invalid(Foreign(type, property));
            }
            else if (!property.IsAllowed(value))
            {
                throw invalid(Invariant($"{property.Name} is {value}; expected {property.Expected}."));
            }
        }

        return type;
    }

    private static string Foreign(LayerType type, LayerProperty property)
    {
        string own = type.Properties.Any() ? $"It takes {Names(type.Properties)}." : "It takes no properties.";
        string owners = string.Join(", ", LayerTypes.All.Where(other => other.Properties.Contains(property)).Select(static other => other.Kind));
        return $"{type.Kind} takes no {property.Name}. {own} {property.Name} belongs to {owners}.";

        static string Names(IEnumerable<LayerProperty> properties) => string.Join(", ", properties.Select(static each => each.Name));
    }
}
