using System.Text.Json;

namespace CnnTools.Core.Networks.Layers;

/// <summary>A property that layers of some kinds have: its range, and how it is read and written.</summary>
/// <param name="Name">Its name in <see cref="CnnLayer"/>; JSON begins it with a small letter.</param>
/// <param name="Read">Its value; null if the layer does not state it.</param>
/// <param name="IsAllowed">Whether a value is in range.</param>
/// <param name="Expected">The range in words.</param>
/// <param name="Apply">The layer with the value that JSON states.</param>
internal sealed record LayerProperty(string Name, Func<CnnLayer, object?> Read, Func<object, bool> IsAllowed, string Expected, Func<CnnLayer, NetworkJsonValue, CnnLayer> Apply)
{
    /// <summary>Largest number of filters or units. Far above any useful network, low enough that products of sizes fit into 64 bits.</summary>
    public const int MaximumWidth = 1 << 20;

    /// <summary>Largest side and step of a window in pixels.</summary>
    public const int MaximumWindow = 1024;

    public static readonly LayerProperty Filters = new(
        nameof(CnnLayer.Filters), static layer => layer.Filters, static value => value is >= 1 and <= MaximumWidth, Invariant($"a number of filters from 1 to {MaximumWidth:N0}"),
        static (layer, json) => layer with { Filters = json.Integer() });

    public static readonly LayerProperty KernelSize = new(
        nameof(CnnLayer.KernelSize), static layer => layer.KernelSize, static value => value is >= 1 and <= MaximumWindow, Invariant($"the window's side in pixels, from 1 to {MaximumWindow:N0}"),
        static (layer, json) => layer with { KernelSize = json.Integer() });

    public static readonly LayerProperty Stride = new(
        nameof(CnnLayer.Stride), static layer => layer.Stride, static value => value is >= 1 and <= MaximumWindow, Invariant($"a step in pixels from 1 to {MaximumWindow:N0}"),
        static (layer, json) => layer with { Stride = json.Integer() });

    public static readonly LayerProperty Padding = new(
        nameof(CnnLayer.Padding), static layer => layer.Padding, IsDefined<CnnPadding>, OneOf<CnnPadding>(),
        static (layer, json) => json.IsNumber ? layer with { PaddingSize = json.Integer() } : layer with { Padding = json.Name<CnnPadding>() });

    public static readonly LayerProperty PaddingSize = new(
        nameof(CnnLayer.PaddingSize), static layer => layer.PaddingSize,
        static value => value is >= 0 and <= MaximumWindow, Invariant($"pixels on each side, from 0 to {MaximumWindow:N0}"),
        static (layer, json) => layer with { PaddingSize = json.Integer() }) { WrittenName = "padding" };

    public static readonly LayerProperty Units = new(
        nameof(CnnLayer.Units), static layer => layer.Units, static value => value is >= 1 and <= MaximumWidth, Invariant($"a number of outputs from 1 to {MaximumWidth:N0}"),
        static (layer, json) => layer with { Units = json.Integer() });

    public static readonly LayerProperty Rate = new(
        nameof(CnnLayer.Rate), static layer => layer.Rate, static value => value is >= 0.0 and < 1.0, "the share of values set to zero, from 0 to less than 1",
        static (layer, json) => layer with { Rate = json.Number() });

    public static readonly LayerProperty Activation = new(
        nameof(CnnLayer.Activation), static layer => layer.Activation, IsDefined<CnnActivation>, OneOf<CnnActivation>(), static (layer, json) => layer with { Activation = json.Name<CnnActivation>() });

    public static readonly LayerProperty Initializer = new(
        nameof(CnnLayer.Initializer), static layer => layer.Initializer, IsDefined<CnnInitializer>, OneOf<CnnInitializer>(),
        static (layer, json) => layer with { Initializer = json.Name<CnnInitializer>() });

    public static readonly LayerProperty Bias = new(
        nameof(CnnLayer.Bias), static layer => layer.Bias, static _ => true, "true or false", static (layer, json) => layer with { Bias = json.Boolean() });

    public static readonly LayerProperty Groups = new(
        nameof(CnnLayer.Groups), static layer => layer.Groups,
        static value => value is >= 1 and <= MaximumWidth, Invariant($"a number of groups from 1 to {MaximumWidth:N0}"),
        static (layer, json) => layer with { Groups = json.Integer() });

    public static readonly LayerProperty OutputSize = new(
        nameof(CnnLayer.OutputSize), static layer => layer.OutputSize,
        static value => value is >= 1 and <= MaximumWindow, Invariant($"the output's side in pixels, from 1 to {MaximumWindow:N0}"),
        static (layer, json) => layer with { OutputSize = json.Integer() });

    public static readonly LayerProperty Body = new(
        nameof(CnnLayer.Body), static layer => layer.Body, static _ => true, "a list of layers",
        static (layer, json) => layer with { Body = NetworkJsonReader.ReadLayers(json) });

    public static readonly LayerProperty Shortcut = new(
        nameof(CnnLayer.Shortcut), static layer => layer.Shortcut, static _ => true, "a list of layers",
        static (layer, json) => layer with { Shortcut = NetworkJsonReader.ReadLayers(json) });

    public static readonly LayerProperty Epsilon = new(
        nameof(CnnLayer.Epsilon), static layer => layer.Epsilon, static value => value is > 0.0 and <= 1.0, "a number above 0 and at most 1", static (layer, json) => layer with { Epsilon = json.Number() });

    public static readonly LayerProperty Momentum = new(
        nameof(CnnLayer.Momentum), static layer => layer.Momentum, static value => value is > 0.0 and <= 1.0, "the weight of a new batch, above 0 and at most 1 (Keras' 0.99 is 0.01 here)",
        static (layer, json) => layer with { Momentum = json.Number() });

    /// <summary>All properties, in the order in which they are checked and written.</summary>
    public static IReadOnlyList<LayerProperty> All { get; } =
        [Filters, KernelSize, Stride, Padding, PaddingSize, Units, Rate, Activation, Initializer, Bias, Groups, OutputSize, Epsilon, Momentum, Body, Shortcut];

    /// <summary>The name in JSON.</summary>
    public string JsonName { get; } = JsonNamingPolicy.CamelCase.ConvertName(Name);

    /// <summary>The name under which the value is written to JSON.</summary>
    public string WrittenName { get => field ?? JsonName; private init; }

    /// <summary>The names of an enumeration as a message lists them.</summary>
    public static string OneOf<T>() where T : struct, Enum => "one of " + string.Join(", ", Enum.GetNames<T>());

    private static bool IsDefined<T>(object value) where T : struct, Enum => Enum.IsDefined((T)value);
}
