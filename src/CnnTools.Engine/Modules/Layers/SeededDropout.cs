using CnnTools.Core.Randomness;
using CnnTools.Engine.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Modules.Layers;

/// <summary>
/// Dropout whose mask depends on (seed, step, layer) alone. libtorch's own dropout draws from the global generator, so that whatever else draws from it shifts
/// the masks, and a resumed run would need that generator's state. What is kept is divided by the share kept (inverted dropout, as in Keras and PyTorch), so
/// that nothing has to be scaled in evaluation.
/// </summary>
internal sealed class SeededDropout : LayerModule
{
    private readonly double _keep;
    private readonly long _seed;
    private readonly int _stream;
    private Generator? _generator;
    private long _step;
    private bool _isSeedDue = true;

    public SeededDropout(LayerContext context)
        : base(context.Layer.OwnName) => (_keep, _seed, _stream) = (1 - context.Layer.Layer.Rate!.Value, context.Seed ?? 0, context.Layer.Stream);

    /// <summary>Starts the stream of a step. Several forward passes within one step draw on from there.</summary>
    /// <param name="step">The step's number, from 0.</param>
    public void SetStep(long step)
    {
        _step = step;
        _isSeedDue = true;
    }

    /// <inheritdoc/>
    /// <returns>The input itself in evaluation and where nothing is dropped, else a new tensor.</returns>
    public override Tensor forward(Tensor input)
    {
        if (!training || _keep == 1) return input;
        using Tensor mask = torch.empty_like(input);
        mask.bernoulli_(_keep, GeneratorFor(input.device));
        mask.MultiplyInPlace(1 / _keep);
        return input.mul(mask);
    }

    private Generator GeneratorFor(Device device)
    {
        if (_generator is null || _generator.device.type != device.type || _generator.device.index != device.index)
        {
            _generator?.Dispose();
            _generator = new Generator(0, device);
            _isSeedDue = true;
        }
        if (_isSeedDue)
        {
            ulong ofStep = RandomStreams.Derive(_seed, RandomPurpose.Dropout, _step);
            _generator.manual_seed(unchecked((long)RandomStreams.Derive((long)ofStep, RandomPurpose.Dropout, _stream)));
            _isSeedDue = false;
        }
        return _generator;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _generator?.Dispose();
        base.Dispose(disposing);
    }
}
