using CnnTools.Core.Networks.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CnnTools.Engine.Modules.Layers;

/// <summary>Normalization over groups of channels. Starts with factor 1 and summand 0.</summary>
internal sealed class GroupNormModule : LayerModule
{
    private readonly double _epsilon;
    private readonly long _groups;
    // Named as in PyTorch: TorchSharp finds a tensor that it has moved to another device by the name of its field.
    private Parameter weight, bias;

    public GroupNormModule(LayerContext context)
        : base(context.Layer.OwnName)
    {
        (_groups, _epsilon) = (context.Layer.Layer.Groups!.Value, context.Layer.Layer.Epsilon ?? GroupNormLayer.DefaultEpsilon);
        long channels = context.Layer.Output.Channels;
        (weight, bias) = (AddParameter(nameof(weight), ones(channels)), AddParameter(nameof(bias), zeros(channels)));
    }

    public override Tensor forward(Tensor input) => nn.functional.group_norm(input, _groups, weight, bias, _epsilon);
}
