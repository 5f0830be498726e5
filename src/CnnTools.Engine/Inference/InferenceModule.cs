using CnnTools.Core.ModelFiles;
using CnnTools.Core.Networks;
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
    public static CnnModule AsTrained(CnnNetwork network, IReadOnlyList<SafeTensorsWriter.Entry> tensors, torch.Device device, CnnPrecision precision) => Build(network, tensors, new Dictionary<int, Tensor>(), device, precision);

    /// <summary>Builds the network as fast as it gets: without batch normalisations, filters laid out as the images are, so that no call has to reorder them.</summary>
    /// <param name="network">The network and its weights; they fit together.</param>
    /// <param name="device">The device.</param>
    /// <param name="precision">Number format of convolutions and matrix products.</param>
    /// <returns>The module in evaluation mode; the caller's to dispose.</returns>
    public static CnnModule Folded(FoldedNetwork network, torch.Device device, CnnPrecision precision)
    {
        CnnModule module = Build(network.Network, network.Tensors, Edges(network, device), device, precision);
        module.ToChannelsLast();
        MixedPrecision.CastWeights(module, module.ComputeType);
        return module;
    }

    private static CnnModule Build(CnnNetwork network, IReadOnlyList<SafeTensorsWriter.Entry> tensors, IReadOnlyDictionary<int, Tensor> edges, torch.Device device, CnnPrecision precision)
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

    private static Dictionary<int, Tensor> Edges(FoldedNetwork network, torch.Device device)
    {
        IReadOnlyList<LayerShape> shapes = ShapeInference.Infer(network.Network);
        return network.Edge.ToDictionary(static edge => edge.Key, edge =>
        {
            using DisposeScope scope = NewDisposeScope();
            LayerShape shape = shapes[edge.Key];
            return tensor(edge.Value, [1, shape.Channels, shape.Height, shape.Width]).to(device).ToChannelsLast().DetachFromDisposeScope();
        });
    }
}
