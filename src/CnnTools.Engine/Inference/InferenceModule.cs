using CnnTools.Core.ModelFiles;
using CnnTools.Core.Networks;
using CnnTools.Core.Networks.Layers;
using CnnTools.Engine.Modules;
using CnnTools.Engine.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Inference;

/// <summary>Makes networks that only answer.</summary>
internal static class InferenceModule
{
    /// <summary>Builds the network as it was trained: it computes what it computed then, to the bit.</summary>
    /// <param name="network">The network.</param>
    /// <param name="tensors">Its weights; they fit together.</param>
    /// <param name="device">The device.</param>
    /// <param name="precision">Number format of convolutions and matrix products.</param>
    /// <returns>The module in evaluation mode; the caller's to dispose.</returns>
    public static CnnModule AsTrained(CnnNetwork network, IReadOnlyList<SafeTensorsWriter.Entry> tensors, torch.Device device, CnnPrecision precision) => Build(network, tensors, new Dictionary<string, Tensor>(StringComparer.Ordinal), device, precision);

    /// <summary>Builds the network as fast as it gets: without batch normalisations, filters laid out as the images are, so that no call has to reorder
    /// them.</summary>
    /// <param name="network">The network and its weights; they fit together.</param>
    /// <param name="device">The device.</param>
    /// <param name="precision">Number format of convolutions and matrix products.</param>
    /// <returns>The module in evaluation mode; the caller's to dispose.</returns>
    public static CnnModule Folded(FoldedNetwork network, torch.Device device, CnnPrecision precision)
    {
        CnnModule module = Build(network.Network, network.Tensors, Edges(network, device), device, precision);
        module.ToChannelsLast();
        module.CastWeights();
        return module;
    }

    private static CnnModule Build(CnnNetwork network, IReadOnlyList<SafeTensorsWriter.Entry> tensors, IReadOnlyDictionary<string, Tensor> edges, torch.Device device, CnnPrecision precision)
    {
        CnnModule module = NetworkBuilder.BuildBlank(network, edges);
        try
        {
            Weights.Load(module, tensors);
            module.to(device);
            module.ComputeType = MixedPrecision.TypeOf(precision);
            return module;
        }
        catch
        {
            module.Dispose();
            throw;
        }
    }

    private static Dictionary<string, Tensor> Edges(FoldedNetwork network, torch.Device device)
    {
        Dictionary<string, LayerShape> shapes = PlacedLayer.All(ShapeInference.Place(network.Network)).ToDictionary(static layer => layer.Name, static layer => layer.Output, StringComparer.Ordinal);
        return network.Edges.ToDictionary(
            static edge => edge.Key,
            edge =>
            {
                using DisposeScope scope = NewDisposeScope();
                LayerShape shape = shapes[edge.Key];
                return tensor(edge.Value, [1, shape.Channels, shape.Height, shape.Width]).to(device).ToChannelsLast().DetachFromDisposeScope();
            },
            StringComparer.Ordinal);
    }
}
