using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CnnTools.Engine.Modules.Layers;

/// <summary>
/// A layer with its tensors: a module of its own, under the name that summaries show, so that hooks reach it. It leaves its input's values alone, and gives a
/// new tensor or, where nothing is to
/// be done, the input itself.
/// </summary>
/// <param name="name">The layer's name within its list.</param>
internal abstract class LayerModule(string name) : nn.Module<Tensor, Tensor>(name)
{
    /// <summary>Type in which products with weights are computed.</summary>
    public ScalarType ComputeType { get; set; } = ScalarType.Float32;

    /// <summary>Makes a trained tensor of the layer, which lives as long as the module.</summary>
    /// <param name="part">Its name within the layer.</param>
    /// <param name="values">Its values; taken over.</param>
    protected Parameter AddParameter(string part, Tensor values)
    {
        var parameter = new Parameter(values);
        parameter.DetachFromDisposeScope();
        register_parameter(part, parameter);
        return parameter;
    }

    /// <summary>Makes a tensor that is saved and not trained, which lives as long as the module.</summary>
    /// <inheritdoc cref="AddParameter"/>
    protected Tensor AddBuffer(string part, Tensor values)
    {
        register_buffer(part, values.DetachFromDisposeScope());
        return values;
    }
}
