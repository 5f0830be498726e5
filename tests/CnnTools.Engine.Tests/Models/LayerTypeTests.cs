using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CnnTools.Core.Networks;
using CnnTools.Core.Networks.Layers;
using CnnTools.Engine.Modules;
using CnnTools.Engine.Modules.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Tests.Models;

/// <summary>A kind of layer is one class of data and one module.</summary>
public sealed class LayerTypeTests
{
    [Fact]
    public void Every_kind_has_its_class_and_its_module()
    {
        Assert.Equal(Enum.GetValues<CnnLayerKind>(), LayerTypes.All.Select(static type => type.Kind).Order());
        Assert.Equal(Enum.GetValues<CnnLayerKind>(), LayerModules.Kinds.Order());
    }

    [Fact]
    public void Every_property_of_a_layer_is_in_the_table_and_belongs_to_a_kind()
    {
        IEnumerable<string> properties = typeof(CnnLayer).GetProperties().Select(static property => property.Name).Where(static name => name is not (nameof(CnnLayer.Kind) or "EqualityContract"));
        Assert.Equal(properties.Order(StringComparer.Ordinal), LayerProperty.All.Select(static property => property.Name).Order(StringComparer.Ordinal));
        Assert.All(LayerProperty.All, static property => Assert.Contains(LayerTypes.All, type => type.Properties.Contains(property)));
    }

    [Fact]
    public void The_modules_have_the_layers_names_and_tensors()
    {
        CnnNetwork network = NetworkCatalog.Find("VggBatchNorm").For(16, 16, 3, 4);
        using CnnModule module = NetworkBuilder.Build(network, seed: 1);
        Assert.Equal(LayerNames.Of(network.Layers), module.named_children().Select(static child => child.name));
        Assert.Equal(
            PlacedLayer.All(ShapeInference.Place(network)).SelectMany(static layer => layer.Type.Weights(layer).Select(weight => $"{layer.Name}.{weight.Part} {string.Join('x', weight.Shape)}")).Order(StringComparer.Ordinal),
            module.state_dict().Select(static pair => $"{pair.Key} {string.Join('x', pair.Value.shape)}").Order(StringComparer.Ordinal));
    }

    // Tensors that lie in an array's memory are aligned by chance, and matrix products then round by chance: the same seed would not give the same bits.
    [Fact]
    public void Weights_lie_in_memory_of_libtorchs_own()
    {
        using CnnModule module = NetworkBuilder.Build(NetworkCatalog.Find("MobileNetV2").For(16, 16, 3, 4), seed: 1, CPU, CnnPrecision.Float32);
        Assert.All(module.parameters(), static parameter => Assert.Equal(0, AddressOf(parameter) % 64));

        static long AddressOf(Tensor tensor)
        {
            using Tensor values = tensor.detach();
            using Tensor rows = values.dim() == 4 ? values.permute(0, 2, 3, 1) : values.alias();
            return Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref MemoryMarshal.GetReference(rows.bytes));
        }
    }

    [Fact]
    public void A_hook_sees_what_a_layer_gives()
    {
        using DisposeScope scope = NewDisposeScope();
        using CnnModule module = NetworkBuilder.Build(Nets.Of(6, 6, 1, Nets.Conv(3, 3, activation: CnnActivation.ReLU), Nets.Flatten(), Nets.Dense(2)), seed: 1);
        var layer = (nn.Module<Tensor, Tensor>)module.named_children().Single(static child => child.name == "conv2d").module;
        Tensor? seen = null;
        layer.register_forward_hook((_, _, output) =>
        {
            seen = output.clone();
            return null!; // keeps the output
        });
        Tensor input = rand(2, 1, 6, 6);
        module.call(input);
        Assert.True(seen!.Equals(nn.functional.conv2d(input, layer.get_parameter("weight")!, layer.get_parameter("bias")).relu()));
    }
}
