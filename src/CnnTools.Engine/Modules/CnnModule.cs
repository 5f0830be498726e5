using CnnTools.Engine.Modules.Layers;
using CnnTools.Engine.Torch;
using static TorchSharp.torch;

namespace CnnTools.Engine.Modules;

/// <summary>
/// A network with weights. Takes images as a float tensor of shape (batch, channels, height, width), values divided by 255, and gives the classes' scores
/// before softmax, shape (batch, classes). Parameters and buffers are named as in PyTorch, layer first: <c>conv2d.weight</c> (filters, channels, row, column),
/// <c>dense.weight</c> (outputs, inputs), <c>batch_norm2d.running_mean</c>.
/// </summary>
public sealed class CnnModule : nn.Module<Tensor, Tensor>
{
    private readonly IReadOnlyList<LayerModule> _layers;
    private readonly LayerModule[] _all;

    internal CnnModule(CnnNetwork network, IReadOnlyList<LayerModule> layers)
        : base(network.Name)
    {
        (Network, _layers) = (network, layers);
        foreach (LayerModule layer in layers) register_module(layer.GetName(), layer);
        _all = [.. modules().OfType<LayerModule>()];
    }

    /// <summary>The network as data.</summary>
    public CnnNetwork Network { get; }

    /// <summary>Type in which convolutions and matrix products are computed. Input and scores are 32-bit floats all the same.</summary>
    internal ScalarType ComputeType
    {
        get;
        set
        {
            field = value;
            foreach (LayerModule layer in _all) layer.ComputeType = value;
        }
    } = ScalarType.Float32;

    /// <summary>Starts the random streams of a training step, from which the masks of dropout are drawn: the same step gives the same masks.</summary>
    /// <param name="step">The step's number over the whole training, from 0. Before the first call it is 0.</param>
    public void SetStep(long step)
    {
        foreach (LayerModule layer in _all)
            if (layer is SeededDropout dropout) dropout.SetStep(step);
    }

    /// <summary>Runs a batch through the network.</summary>
    /// <param name="input">Images of shape (batch, channels, height, width). Not changed, not disposed.</param>
    /// <returns>Scores of shape (batch, classes); the caller's to dispose.</returns>
    /// <exception cref="ArgumentException">The shape is not the network's.</exception>
    public override Tensor forward(Tensor input)
    {
        CheckShape(input.shape);
        Tensor output = LayerModules.Run(_layers, input);
        return ReferenceEquals(output, input) ? input.alias() : MixedPrecision.ToFloat32(output);
    }

    /// <summary>Casts the weights of all convolutions and dense layers to <see cref="ComputeType"/> for good, for a module that is only evaluated.</summary>
    internal void CastWeights()
    {
        if (ComputeType == ScalarType.Float32) return;
        foreach (LayerModule layer in _all)
            if (layer is WeightedModule weighted) weighted.CastWeights();
    }

    private void CheckShape(long[] shape)
    {
        if (shape.Length != 4 || shape[1] != Network.Channels || shape[2] != Network.Height || shape[3] != Network.Width)
            throw new ArgumentException($"Network '{Network.Name}' takes images of shape (batch, {Network.Channels}, {Network.Height}, {Network.Width}); found ({string.Join(", ", shape)}).");
    }
}
