using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

#pragma warning disable CA1051 // The fields are TorchSharp's.
/// <summary>Means of one parameter's gradients and of their squares.</summary>
public abstract class AdamState : OptimizerState, IDisposable
{
    /// <summary>Steps made.</summary>
    public long step;

    /// <summary>Mean of the gradients.</summary>
    public Tensor exp_avg;

    /// <summary>Mean of the gradients' squares.</summary>
    public Tensor exp_avg_sq;

    /// <summary>The largest means of squares so far, with AMSGrad; else null.</summary>
    public Tensor? max_exp_avg_sq;

    private protected AdamState(Parameter parameter)
        : base(parameter)
    {
        exp_avg = Zeros(parameter);
        exp_avg_sq = Zeros(parameter);
    }

    /// <inheritdoc />
    public override void LoadStateDict(OptimizerState source)
    {
        // A state of another optimizer has another meaning, though it has the same fields.
        if (source is not AdamState other || other.GetType() != GetType()) throw new InvalidCastException($"Expected a state of {GetType()}; found one of {source?.GetType()}.");
        step = other.step;
        Copy(exp_avg, other.exp_avg);
        Copy(exp_avg_sq, other.exp_avg_sq);
        if (other.max_exp_avg_sq is not null) Copy(Largest(), other.max_exp_avg_sq);
    }

    /// <inheritdoc />
    public override void to(Device device)
    {
        Move(exp_avg, device);
        Move(exp_avg_sq, device);
        if (max_exp_avg_sq is not null) Move(max_exp_avg_sq, device);
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        exp_avg.Dispose();
        exp_avg_sq.Dispose();
        max_exp_avg_sq?.Dispose();
        GC.SuppressFinalize(this);
    }

    internal override void Free() => Dispose();

    internal Tensor Largest() => max_exp_avg_sq ??= Zeros(Parameter);
}

/// <summary>Settings of a group.</summary>
public abstract class AdamOptions : OptimizerOptions
{
    /// <summary>Decay of the mean of gradients.</summary>
    public double? beta1;

    /// <summary>Decay of the mean of squares.</summary>
    public double? beta2;

    /// <summary>Share of a parameter that is added to its gradient (Adam) or that each step takes off, times the learning rate (AdamW).</summary>
    public double? weight_decay;

    /// <summary>Added to the root of the mean of squares.</summary>
    public double? eps;

    /// <summary>Whether the largest mean of squares so far is used (Reddi et al. 2018, arXiv:1904.09237).</summary>
    public bool? amsgrad;

    /// <summary>Whether steps go up.</summary>
    public bool? maximize;

    private protected AdamOptions()
    {
    }

    /// <inheritdoc />
    public override void LoadStateDict(OptimizerOptions source)
    {
        if (source is not AdamOptions other || other.GetType() != GetType()) throw new InvalidCastException($"Expected settings of {GetType()}; found those of {source?.GetType()}.");
        base.LoadStateDict(source);
        beta1 = other.beta1;
        beta2 = other.beta2;
        weight_decay = other.weight_decay;
        eps = other.eps;
        amsgrad = other.amsgrad;
        maximize = other.maximize;
    }
}
#pragma warning restore CA1051

/// <summary>Parameters that share settings.</summary>
public abstract class AdamParamGroup<TOptions> : ParamGroup<TOptions>, IBetas
    where TOptions : AdamOptions, new()
{
    private protected AdamParamGroup()
    {
    }

    private protected AdamParamGroup(IEnumerable<Parameter> parameters, TOptions options)
        : base(parameters, options)
    {
    }

    /// <inheritdoc />
    public (double, double) Betas
    {
        get => (Options.beta1 ?? 0, Options.beta2 ?? 0);
        set => (Options.beta1, Options.beta2) = value;
    }
}
