using CnnTools.Core.Planning;
using CnnTools.Engine.Modules;
using CnnTools.Engine.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CnnTools.Engine.Training;

/// <summary>
/// Backward pass and optimizer step. In half precision the loss is scaled up, so that small gradients do not vanish, and a step whose gradients overflowed is
/// left out (dynamic loss scaling: Micikevicius et al., 2018; constants as in PyTorch's GradScaler).
/// </summary>
internal sealed class GradientStep(TrainingPlan plan, CnnModule model, FusedOptimizer optimizer, LossScale scale)
{
    private const double Growth = 2, Backoff = 0.5;
    private const int GrowthInterval = 2000;

    private readonly bool _scaled = plan.Precision == CnnPrecision.Float16;
    private readonly Parameter[] _parameters = [.. model.parameters()];
    private LossScale _scale = scale;

    /// <summary>What to remember for a later run.</summary>
    public LossScale Scale => _scale;

    public void BackwardAndStep(Tensor loss)
    {
        if (!_scaled)
        {
            loss.backward();
            Step();
            return;
        }

        using (Tensor scaled = loss.Times(_scale.Factor)) scaled.backward();
        if (GradientScale.Multiply(_parameters, 1 / _scale.Factor))
        {
            _scale = new(_scale.Factor * Backoff, 0);
            return;
        }

        Step();
        _scale = _scale.GoodSteps + 1 < GrowthInterval ? _scale with { GoodSteps = _scale.GoodSteps + 1 } : new(_scale.Factor * Growth, 0);
    }

    private void Step()
    {
        if (plan.GradientClipping > 0) GradientClipping.Apply(_parameters, plan.GradientClipping);
        optimizer.Step();
    }
}
