using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Settings of a group of parameters.</summary>
public class OptimizerOptions
{
    /// <summary>The learning rate of the next step.</summary>
    public double? LearningRate { get; set; }

    /// <summary>The learning rate that a schedule starts from.</summary>
    public double InitialLearningRate { get; set; }

    /// <summary>Takes over another group's settings.</summary>
    public virtual void LoadStateDict(OptimizerOptions source)
    {
        LearningRate = source.LearningRate;
        InitialLearningRate = source.InitialLearningRate;
    }
}

/// <summary>What an optimizer keeps of one parameter.</summary>
public abstract class OptimizerState
{
    private protected OptimizerState(Parameter parameter) => Parameter = parameter;

    internal Parameter Parameter { get; }

    /// <summary>Takes over the values of another state; tensors are copied.</summary>
    public abstract void LoadStateDict(OptimizerState source);

    /// <summary>Moves the state to a device.</summary>
    public virtual void to(torch.Device device)
    {
    }

    internal abstract void Free();

    // State belongs to the optimizer, whatever scope is open when it is made.
    private protected static torch.Tensor Zeros(Parameter parameter)
    {
        using var noGrad = torch.no_grad();
        return torch.zeros_like(parameter).DetachFromDisposeScope();
    }

    private protected static void Copy(torch.Tensor target, torch.Tensor source)
    {
        using var noGrad = torch.no_grad();
        target.copy_(source);
    }

    private protected static void Move(torch.Tensor state, torch.Device device) => state.Become(state.to(device));
}

/// <summary>Parameters that share settings.</summary>
public class ParamGroup : ILearningRateController
{
    /// <summary>The parameters.</summary>
    public IEnumerable<Parameter> Parameters { get; set; } = [];

    /// <summary>Their settings.</summary>
    public OptimizerOptions Options { get; set; } = new();

    /// <inheritdoc />
    public double LearningRate
    {
        get => Options.LearningRate ?? throw new InvalidOperationException("The group has no learning rate yet: it belongs to no optimizer.");
        set => Options.LearningRate = value;
    }

    /// <inheritdoc />
    public double InitialLearningRate
    {
        get => Options.InitialLearningRate;
        set => Options.InitialLearningRate = value;
    }
}

/// <summary>Parameters that share settings of a kind.</summary>
public class ParamGroup<TOptions> : ParamGroup
    where TOptions : OptimizerOptions, new()
{
    /// <summary>An empty group.</summary>
    public ParamGroup() => base.Options = new TOptions();

    /// <summary>A group with settings; those not given come from the optimizer.</summary>
    public ParamGroup(IEnumerable<Parameter> parameters, TOptions? options = null)
    {
        base.Options = options ?? new TOptions();
        Parameters = parameters.ToList();
    }

    /// <summary>Their settings.</summary>
    public new TOptions Options
    {
        get => (TOptions)base.Options;
        set => base.Options = value;
    }
}
