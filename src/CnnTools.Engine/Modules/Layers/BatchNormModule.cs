using CnnTools.Core.Networks.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CnnTools.Engine.Modules.Layers;

/// <summary>Batch normalization. Starts with factor 1, summand 0, mean 0 and variance 1, as in Keras and PyTorch.</summary>
internal sealed class BatchNormModule : LayerModule
{
    private readonly double _epsilon, _momentum;
    // Named as in PyTorch: TorchSharp finds a tensor that it has moved to another device by the name of its field.
    private Parameter weight, bias;
    private Tensor running_mean, running_var;

    public BatchNormModule(LayerContext context)
        : base(context.Layer.OwnName)
    {
        (_epsilon, _momentum) = (context.Layer.Layer.Epsilon ?? BatchNorm2dLayer.DefaultEpsilon, context.Layer.Layer.Momentum ?? BatchNorm2dLayer.DefaultMomentum);
        long channels = context.Layer.Output.Channels;
        (weight, bias) = (AddParameter(nameof(weight), ones(channels)), AddParameter(nameof(bias), zeros(channels)));
        (running_mean, running_var) = (AddBuffer(nameof(running_mean), zeros(channels)), AddBuffer(nameof(running_var), ones(channels)));
    }

    public override Tensor forward(Tensor input) => nn.functional.batch_norm(input, running_mean, running_var, weight, bias, training, _momentum, _epsilon);
}
