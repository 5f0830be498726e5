using CnnTools.Engine.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Modules;

/// <summary>
/// A network with weights. Takes images as a float tensor of shape (batch, channels, height, width), values divided by 255, and gives the classes' scores
/// before softmax, shape (batch, classes). Parameters and buffers are named as in PyTorch, layer first: <c>conv2d.weight</c> (filters, channels, row, column),
/// <c>dense.weight</c> (outputs, inputs), <c>batch_norm2d.running_mean</c>.
/// </summary>
public sealed class CnnModule : nn.Module<Tensor, Tensor>
{
    private readonly List<Func<Tensor, Tensor>> _stages = [];
    private readonly List<SeededDropout> _dropouts = [];
    private readonly List<Tensor> _constants = [];

    internal CnnModule(CnnNetwork network)
        : base(network.Name) => Network = network;

    /// <summary>The network as data.</summary>
    public CnnNetwork Network { get; }

    /// <summary>Type in which convolutions and matrix products are computed. Input and scores are 32-bit floats all the same.</summary>
    internal ScalarType ComputeType { get; set; } = ScalarType.Float32;

    /// <summary>Starts the random streams of a training step, from which the masks of dropout are drawn: the same step gives the same masks.</summary>
    /// <param name="step">The step's number over the whole training, from 0. Before the first call it is 0.</param>
    public void SetStep(long step)
    {
        foreach (SeededDropout dropout in _dropouts) dropout.SetStep(step);
    }

    /// <summary>Runs a batch through the network.</summary>
    /// <param name="input">Images of shape (batch, channels, height, width). Not changed, not disposed.</param>
    /// <returns>Scores of shape (batch, classes); the caller's to dispose.</returns>
    /// <exception cref="ArgumentException">The shape is not the network's.</exception>
    public override Tensor forward(Tensor input)
    {
        CheckShape(input.shape);
        Tensor current = input;
        foreach (Func<Tensor, Tensor> stage in _stages)
        {
            Tensor next = stage(current);
            // A stage may hand its input through (dropout in evaluation). What lies between is freed at once: autograd keeps what it needs by itself.
            if (!ReferenceEquals(next, current) && !ReferenceEquals(current, input)) current.Dispose();
            current = next;
        }
        return ReferenceEquals(current, input) ? input.alias() : MixedPrecision.ToFloat32(current);
    }

    /// <summary>Adds what computes the next layer.</summary>
    /// <param name="stage">Gives a new tensor or its input itself; leaves its input's values alone.</param>
    internal void Add(Func<Tensor, Tensor> stage) => _stages.Add(stage);

    /// <summary>Adds a layer with parameters or state under its name.</summary>
    internal void Add(string name, nn.Module<Tensor, Tensor> layer, Func<Tensor, Tensor>? stage = null)
    {
        register_module(name, layer);
        if (layer is SeededDropout dropout) _dropouts.Add(dropout);
        _stages.Add(stage ?? layer.forward);
    }

    /// <summary>Takes over a tensor that a stage uses and that is no parameter: it lives as long as the module.</summary>
    internal void Own(Tensor constant) => _constants.Add(constant.DetachFromDisposeScope());

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            foreach (Tensor constant in _constants) constant.Dispose();
        base.Dispose(disposing);
    }

    private void CheckShape(long[] shape)
    {
        if (shape.Length != 4 || shape[1] != Network.Channels || shape[2] != Network.Height || shape[3] != Network.Width)
            throw new ArgumentException($"Network '{Network.Name}' takes images of shape (batch, {Network.Channels}, {Network.Height}, {Network.Width}); found ({string.Join(", ", shape)}).");
    }
}
