using CnnTools.Torch.Interop;
using TorchSharp;
using TorchSharp.Modules;

namespace CnnTools.Torch;

/// <summary>
/// Keeps small gradients from vanishing in float16: the loss is multiplied by a factor, the gradients are divided by it, and a step with an infinite
/// gradient is left out. The factor halves then, and doubles after many good steps (Micikevicius et al. 2018, arXiv:1710.03740; the numbers are PyTorch's).
/// </summary>
public sealed class GradScaler
{
    private readonly double _growthFactor;
    private readonly double _backoffFactor;
    private readonly int _growthInterval;

    /// <summary>A scaler; one that is not enabled passes everything through.</summary>
    public GradScaler(double initScale = 65536, double growthFactor = 2, double backoffFactor = 0.5, int growthInterval = 2000, bool enabled = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(initScale);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(growthFactor, 1);
        if (backoffFactor is <= 0 or >= 1) throw new ArgumentOutOfRangeException(nameof(backoffFactor), backoffFactor, "The factor lies between 0 and 1.");
        ArgumentOutOfRangeException.ThrowIfLessThan(growthInterval, 1);
        Scale = initScale;
        _growthFactor = growthFactor;
        _backoffFactor = backoffFactor;
        _growthInterval = growthInterval;
        Enabled = enabled;
    }

    /// <summary>Whether it does anything.</summary>
    public bool Enabled { get; }

    /// <summary>The factor of the next loss; settable, to continue a training.</summary>
    public double Scale { get; set; }

    /// <summary>Good steps since the factor last changed; settable, to continue a training.</summary>
    public int GoodSteps { get; set; }

    /// <summary>How many steps were left out.</summary>
    public long SkippedSteps { get; private set; }

    /// <summary>The loss times the factor: call <c>backward</c> on it.</summary>
    public torch.Tensor scale(torch.Tensor loss) => Enabled ? loss.mul(Scale) : loss.alias();

    /// <summary>Divides the gradients by the factor; false if one of them is not finite.</summary>
    public bool unscale_(IEnumerable<Parameter> parameters)
    {
        if (!Enabled) return true;
        using var handles = new TensorHandles(parameters.ToArray());
        return NativeError.CheckedValue(NativeMethods.cnn_unscale_(handles.Span, handles.Span.Length, 1 / Scale)) == 0;
    }

    /// <summary>Divides the gradients by the factor, makes the step if all are finite, and adapts the factor; false if the step was left out.</summary>
    public bool step(torch.optim.Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        var finite = unscale_(optimizer.parameters());
        if (finite) optimizer.step();
        update(finite);
        return finite;
    }

    /// <summary>Adapts the factor to whether the last step's gradients were finite. Only for who calls <see cref="unscale_"/> and the optimizer apart.</summary>
    public void update(bool finite)
    {
        if (!Enabled) return;
        if (!finite)
        {
            SkippedSteps++;
            Scale *= _backoffFactor;
            GoodSteps = 0;
        }
        else if (++GoodSteps >= _growthInterval)
        {
            Scale *= _growthFactor;
            GoodSteps = 0;
        }
    }
}
