using CnnTools.Engine.Devices;
using CnnTools.Engine.Models;
using CnnTools.Engine.Persistence;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Prediction;

/// <summary>Makes networks that only answer.</summary>
internal static class InferenceModule
{
    /// <summary>Builds the network as it was trained: it computes what it computed then, to the bit.</summary>
    /// <param name="network">The network.</param>
    /// <param name="tensors">Its weights; they fit together.</param>
    /// <param name="device">The device.</param>
    /// <returns>The module in evaluation mode; the caller's to dispose.</returns>
    public static CnnModule AsTrained(CnnNetwork network, IReadOnlyList<SafeTensorsWriter.Entry> tensors, torch.Device device) => Build(network, tensors, new Dictionary<int, Tensor>(), device);

    /// <summary>Builds the network as fast as it gets: without batch normalisations, filters laid out as the pictures are, so that no call has to reorder them.</summary>
    /// <param name="network">The network and its weights; they fit together.</param>
    /// <param name="device">The device.</param>
    /// <returns>The module in evaluation mode; the caller's to dispose.</returns>
    public static CnnModule Folded(FoldedNetwork network, torch.Device device)
    {
        CnnModule module = Build(network.Network, network.Tensors, Edges(network, device), device);
        TorchBackend.ToChannelsLast(module);
        return module;
    }

    private static CnnModule Build(CnnNetwork network, IReadOnlyList<SafeTensorsWriter.Entry> tensors, IReadOnlyDictionary<int, Tensor> edges, torch.Device device)
    {
        CnnModule module = NetworkBuilder.BuildBlank(network, edges);
        try
        {
            Weights.Load(module, tensors);
            module.to(device);
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
            return TorchBackend.ToChannelsLast(tensor(edge.Value, [1, shape.Channels, shape.Height, shape.Width]).to(device)).DetachFromDisposeScope();
        });
    }
}
