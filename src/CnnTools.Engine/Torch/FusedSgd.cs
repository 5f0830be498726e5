using CnnTools.Core.ModelFiles;
using CnnTools.Engine.Modules;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CnnTools.Engine.Torch;

/// <summary>Stochastic gradient descent with Nesterov momentum (Sutskever et al., 2013), by libtorch's operator <c>_fused_sgd_</c>.</summary>
internal sealed class FusedSgd : FusedOptimizer
{
    private readonly double _momentum;
    private Tensor[] _buffers = [];

    /// <param name="parameters">What is trained.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="momentum">Fraction of the last change that is kept, in <c>[0, 1)</c>; 0 leaves momentum out.</param>
    /// <param name="weightDecay">Added to the gradient as an L2 penalty.</param>
    public FusedSgd(IEnumerable<Parameter> parameters, double learningRate, double momentum, double weightDecay)
        : base(parameters, learningRate, weightDecay) => _momentum = momentum;

    /// <inheritdoc/>
    public override IEnumerable<SafeTensorsWriter.Entry> SaveState() => _buffers.Select(static (buffer, index) => TensorBytes.ToEntry($"{index}/momentum_buffer", buffer));

    /// <inheritdoc/>
    public override void LoadState(IReadOnlyDictionary<string, SafeTensorsWriter.Entry> saved)
    {
        if (saved.Count == 0) return;
        Dispose();
        _buffers = ZerosLikeParameters();
        for (int i = 0; i < _buffers.Length; i++) Load(_buffers[i], saved[$"{i}/momentum_buffer"]);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (Tensor buffer in _buffers) buffer.Dispose();
    }

    protected override void Step(Tensor[] gradients)
    {
        bool isFirst = _buffers.Length == 0;
        if (isFirst && _momentum > 0) _buffers = ZerosLikeParameters();
        StableAbi.Call("aten::_fused_sgd_",
        [
            StableAbi.Argument(Parameters), StableAbi.Argument(gradients), StableAbi.Argument(_buffers), StableAbi.Argument(WeightDecay), StableAbi.Argument(_momentum),
            StableAbi.Argument(LearningRate), StableAbi.Argument(0.0), StableAbi.Argument(_momentum > 0), StableAbi.Argument(false), StableAbi.Argument(isFirst), StableAbi.None, StableAbi.None,
        ]);
    }
}
