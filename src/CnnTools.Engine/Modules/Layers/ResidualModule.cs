using CnnTools.Engine.Torch;
using static TorchSharp.torch;

namespace CnnTools.Engine.Modules.Layers;

/// <summary>The sum of what two lists of layers make of one input, and its activation.</summary>
internal sealed class ResidualModule : LayerModule
{
    private readonly CnnActivation? _activation;
    // Body and shortcut. In a list, because TorchSharp registers every field that is a module, by the field's name.
    private readonly LayerSequence[] _branches;

    public ResidualModule(LayerContext context)
        : base(context.Layer.OwnName)
    {
        _activation = context.Activation;
        _branches = [new LayerSequence("body", context.CreateAll(context.Layer.Body)),
            new LayerSequence("shortcut", context.CreateAll(context.Layer.Shortcut))];
        foreach (LayerSequence branch in _branches) register_module(branch.GetName(), branch);
    }

    public override Tensor forward(Tensor input)
    {
        Tensor body = _branches[0].call(input), shortcut = _branches[1].call(input);
        try
        {
            return Activations.ApplyToOutput(_activation, body.Plus(shortcut));
        }
        finally
        {
            // The derivative of a sum needs neither summand.
            if (!ReferenceEquals(body, input)) body.Dispose();
            if (!ReferenceEquals(shortcut, input)) shortcut.Dispose();
        }
    }
}
