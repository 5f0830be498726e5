using CnnTools.Torch.Interop;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>What Adam and AdamW share: all but where the weight decay goes. Their nested types are apart because TorchSharp's are.</summary>
public abstract class AdamOptimizer : OptimizerHelper, IBetas
{
    private readonly AdamOptions _defaults;

    private protected AdamOptimizer(IEnumerable<ParamGroup> groups, AdamOptions defaults, double lr)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lr);
        ArgumentOutOfRangeException.ThrowIfNegative(defaults.eps ?? 0, nameof(defaults.eps));
        ArgumentOutOfRangeException.ThrowIfNegative(defaults.weight_decay ?? 0, nameof(defaults.weight_decay));
        CheckDecay(defaults.beta1, nameof(defaults.beta1));
        CheckDecay(defaults.beta2, nameof(defaults.beta2));
        (defaults.LearningRate, defaults.InitialLearningRate) = (lr, lr);
        _defaults = defaults;
        foreach (var group in groups) add_param_group(group);
    }

    /// <summary>Decays of groups that have none of their own; setting them sets them for all.</summary>
    public (double, double) Betas
    {
        get => (_defaults.beta1 ?? 0, _defaults.beta2 ?? 0);
        set
        {
            (_defaults.beta1, _defaults.beta2) = value;
            foreach (var group in ParamGroups.OfType<IBetas>()) group.Betas = value;
        }
    }

    /// <summary>Whether the weight decay stays out of the gradient and its means.</summary>
    private protected abstract bool IsDecoupled { get; }

    private protected override void Complete(OptimizerOptions options)
    {
        var own = (AdamOptions)options;
        own.LearningRate ??= _defaults.LearningRate;
        own.beta1 ??= _defaults.beta1;
        own.beta2 ??= _defaults.beta2;
        own.eps ??= _defaults.eps;
        own.weight_decay ??= _defaults.weight_decay;
        own.amsgrad ??= _defaults.amsgrad;
        own.maximize ??= _defaults.maximize;
    }

    private protected override void StepGroup(OptimizerOptions options, ReadOnlySpan<nint> parameters, OptimizerState[] states)
    {
        var own = (AdamOptions)options;
        var native = new NativeAdamOptions
        {
            LearningRate = own.LearningRate ?? 0, Beta1 = own.beta1 ?? 0, Beta2 = own.beta2 ?? 0, Epsilon = own.eps ?? 0,
            WeightDecay = own.weight_decay ?? 0, Decoupled = NativeMethods.Flag(IsDecoupled), Maximize = NativeMethods.Flag(own.maximize ?? false),
        };
        var count = parameters.Length;
        var means = new nint[count];
        var squares = new nint[count];
        var largest = own.amsgrad ?? false ? new nint[count] : null;
        var steps = new long[count];
        for (var i = 0; i < count; i++)
        {
            var state = (AdamState)states[i];
            means[i] = state.exp_avg.Handle;
            squares[i] = state.exp_avg_sq.Handle;
            if (largest is not null) largest[i] = state.Largest().Handle;
            steps[i] = state.step;
        }
        NativeError.Check(NativeMethods.cnn_adam_step(parameters, means, squares, largest, steps, count, native));
        for (var i = 0; i < count; i++) ((AdamState)states[i]).step = steps[i];
    }

    private static void CheckDecay(double? decay, string name)
    {
        if (decay is < 0 or >= 1) throw new ArgumentOutOfRangeException(name, decay, "A decay lies in [0, 1).");
    }
}
