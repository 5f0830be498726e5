using CnnTools.Core.ModelFiles;
using CnnTools.Engine.Modules;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CnnTools.Engine.Torch;

/// <summary>
/// Adam (Kingma and Ba, 2015, arXiv:1412.6980) and, with decoupled weight decay, AdamW (Loshchilov and Hutter, 2019, arXiv:1711.05101), by libtorch's operators
/// <c>_fused_adam_</c> and
/// <c>_fused_adamw_</c>.
/// </summary>
internal sealed class FusedAdam : FusedOptimizer
{
    private const double Beta1 = 0.9;

    private readonly string _operator;
    private readonly double _beta2, _epsilon;
    private readonly Tensor[] _mean, _square, _steps;
    private readonly Tensor _stepCounts;

    /// <param name="parameters">What is trained.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="beta2">Share of the running mean of squared gradients that a step keeps, in <c>[0, 1)</c>.</param>
    /// <param name="epsilon">Added to the denominator.</param>
    /// <param name="weightDecay">Added to the gradient as an L2 penalty, or, decoupled, taken from the weight itself.</param>
    /// <param name="decoupled">True for AdamW.</param>
    public FusedAdam(IEnumerable<Parameter> parameters, double learningRate, double beta2, double epsilon, double weightDecay, bool decoupled)
        : base(parameters, learningRate, weightDecay)
    {
        (_operator, _beta2, _epsilon) = (decoupled ? "aten::_fused_adamw_" : "aten::_fused_adam_", beta2, epsilon);
        (_mean, _square) = (ZerosLikeParameters(), ZerosLikeParameters());
        // The operator takes a count of steps for each parameter: views of one tensor, so that one call counts all.
        _stepCounts = zeros([Parameters.Length], dtype: ScalarType.Float32, device: Parameters[0].device).DetachFromDisposeScope();
        _steps = [.. Enumerable.Range(0, Parameters.Length).Select(index => _stepCounts[index].DetachFromDisposeScope())];
    }

    /// <inheritdoc/>
    public override IEnumerable<SafeTensorsWriter.Entry> SaveState()
    {
        for (int i = 0; i < Parameters.Length; i++)
        {
            yield return new($"{i}/step", "I64", [], BitConverter.GetBytes((long)_steps[i].item<float>()));
            yield return TensorBytes.ToEntry($"{i}/exp_avg", _mean[i]);
            yield return TensorBytes.ToEntry($"{i}/exp_avg_sq", _square[i]);
        }
    }

    /// <inheritdoc/>
    public override void LoadState(IReadOnlyDictionary<string, SafeTensorsWriter.Entry> saved)
    {
        for (int i = 0; i < Parameters.Length; i++)
        {
            _steps[i].FillInPlace((float)BitConverter.ToInt64(saved[$"{i}/step"].Bytes));
            Load(_mean[i], saved[$"{i}/exp_avg"]);
            Load(_square[i], saved[$"{i}/exp_avg_sq"]);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (Tensor tensor in (Tensor[])[.. _mean, .. _square, .. _steps, _stepCounts]) tensor.Dispose();
    }

    protected override void Step(Tensor[] gradients)
    {
        _stepCounts.AddInPlace(1);
        StableAbi.Call(_operator,
        [
            StableAbi.Argument(Parameters), StableAbi.Argument(gradients), StableAbi.Argument(_mean), StableAbi.Argument(_square), StableAbi.Argument([]), StableAbi.Argument(_steps),
            StableAbi.Argument(LearningRate), StableAbi.Argument(Beta1), StableAbi.Argument(_beta2), StableAbi.Argument(WeightDecay), StableAbi.Argument(_epsilon),
            StableAbi.Argument(false), StableAbi.Argument(false), StableAbi.None, StableAbi.None,
        ]);
    }
}
