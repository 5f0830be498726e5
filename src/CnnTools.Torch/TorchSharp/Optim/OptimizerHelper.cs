using CnnTools.Torch.Interop;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Groups of parameters, their state, and one native call a step and group.</summary>
public abstract class OptimizerHelper : optim.Optimizer
{
    private readonly List<Group> _groups = [];

    /// <inheritdoc />
    public override IEnumerable<ILearningRateController> ParamGroups => _groups.Select(group => group.Public);

    /// <inheritdoc />
    public override IEnumerable<Parameter> parameters() => _groups.SelectMany(group => group.Parameters);

    /// <inheritdoc />
    public override void add_param_group(ParamGroup param_group)
    {
        ArgumentNullException.ThrowIfNull(param_group);
        Complete(param_group.Options);
        param_group.InitialLearningRate = param_group.LearningRate;
        var parameters = param_group.Parameters.ToArray();
        if (parameters.Length == 0) throw new ArgumentException("The optimizer was given no parameters.", nameof(param_group));
        var known = new HashSet<Parameter>(this.parameters(), ReferenceEqualityComparer.Instance);
        foreach (var parameter in parameters)
            if (!known.Add(parameter))
                throw new ArgumentException("A parameter appears in more than one group.", nameof(param_group));
        _groups.Add(new Group(param_group, parameters, Array.ConvertAll(parameters, parameter => CreateState(parameter, param_group.Options))));
    }

    /// <inheritdoc />
    public override void zero_grad()
    {
        foreach (var group in _groups)
        {
            using var handles = new TensorHandles(group.Parameters);
            NativeError.Check(NativeMethods.cnn_zero_grad(handles.Span, handles.Span.Length, 1));
        }
    }

    /// <inheritdoc />
    public override Tensor? step(Func<Tensor>? closure = null)
    {
        Tensor? loss = null;
        if (closure is not null)
            using (enable_grad())
                loss = closure();
        foreach (var group in _groups)
        {
            using var handles = new TensorHandles(group.Parameters);
            StepGroup(group.Public.Options, handles.Span, group.States);
        }
        return loss;
    }

    /// <summary>Settings and state, in the order of groups and parameters: the live objects, not copies.</summary>
    public virtual StateDictionary state_dict()
    {
        var dictionary = new StateDictionary();
        foreach (var group in _groups)
        {
            dictionary.Options.Add(group.Public.Options);
            dictionary.StateIndexRef.Add(Enumerable.Range(dictionary.State.Count, group.States.Length).ToList());
            dictionary.State.AddRange(group.States);
        }
        return dictionary;
    }

    /// <summary>Takes over settings and state of an optimizer of the same kind for parameters of the same shapes.</summary>
    /// <exception cref="ArgumentException">The numbers of groups or parameters differ.</exception>
    public virtual void load_state_dict(StateDictionary state_dict)
    {
        ArgumentNullException.ThrowIfNull(state_dict);
        var own = this.state_dict();
        if (own.Options.Count != state_dict.Options.Count || own.State.Count != state_dict.State.Count)
            throw new ArgumentException(
                $"The optimizer has {own.Options.Count} groups and {own.State.Count} parameters, the state has {state_dict.Options.Count} and {state_dict.State.Count}.",
                nameof(state_dict));
        for (var i = 0; i < own.Options.Count; i++)
            if (!ReferenceEquals(own.Options[i], state_dict.Options[i])) own.Options[i].LoadStateDict(state_dict.Options[i]);
        for (var i = 0; i < own.State.Count; i++)
            if (!ReferenceEquals(own.State[i], state_dict.State[i])) own.State[i].LoadStateDict(state_dict.State[i]);
    }

    /// <summary>Moves all state to a device.</summary>
    public void to(Device device)
    {
        foreach (var group in _groups)
            foreach (var state in group.States) state.to(device);
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        foreach (var group in _groups)
            foreach (var state in group.States) state.Free();
        _groups.Clear();
    }

    // Fills settings that a group leaves open from the optimizer's own.
    private protected abstract void Complete(OptimizerOptions options);

    private protected abstract OptimizerState CreateState(Parameter parameter, OptimizerOptions options);

    private protected abstract void StepGroup(OptimizerOptions options, ReadOnlySpan<nint> parameters, OptimizerState[] states);

    private sealed record Group(ParamGroup Public, Parameter[] Parameters, OptimizerState[] States);
}
