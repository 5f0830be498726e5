using static TorchSharp.torch;

namespace CnnTools.Engine.Modules.Layers;

/// <summary>Mean of each window.</summary>
internal sealed class AveragePoolModule(LayerContext context) : LayerModule(context.Layer.OwnName)
{
    private readonly Func<Tensor, Tensor> _pool = WindowStages.AveragePool(context.Layer.KernelSize, context.Layer.Stride, context.Layer.Rows, context.Layer.Columns);

    public override Tensor forward(Tensor input) => _pool(input);
}
