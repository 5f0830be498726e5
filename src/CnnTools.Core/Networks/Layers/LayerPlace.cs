namespace CnnTools.Core.Networks.Layers;

/// <summary>A layer whose output shape is about to be found.</summary>
/// <param name="Network">The network, for messages.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Name">Its full name, for instance <c>residual_1.body.conv2d</c>.</param>
/// <param name="Path">Its position in the network's data, for instance <c>layers[3].body[1]</c>.</param>
/// <param name="Input">Shape of its input.</param>
/// <param name="Body">The layers inside it; none for most kinds.</param>
/// <param name="Shortcut">The layers beside its body; none for most kinds.</param>
internal sealed record LayerPlace(CnnNetwork Network, CnnLayer Layer, string Name, string Path, LayerShape Input, IReadOnlyList<PlacedLayer> Body, IReadOnlyList<PlacedLayer> Shortcut)
{
    /// <summary>An error about this layer, with its place.</summary>
    public CnnException Invalid(string text) => NetworkError.AtLayer(Network, Path, Name, text);

    /// <summary>Throws if the input is a row of features.</summary>
    public void RequirePlane()
    {
        if (Input.IsFlat) throw Invalid($"{Layer.Kind} needs a plane (height x width x channels); found a row of {Input} features. Put it before Flatten and GlobalAveragePool2d.");
    }
}
