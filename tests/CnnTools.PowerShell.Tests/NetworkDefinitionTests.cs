using System.Collections;
using CnnTools.PowerShell.Parameters;

namespace CnnTools.PowerShell.Tests;

/// <summary>Networks as hashtables, and classes by name.</summary>
public sealed class NetworkDefinitionTests
{
    private static Hashtable Definition(params object[] layers) => new() { ["name"] = "Small", ["InputShape"] = new object[] { 8, 8, 3 }, ["Layers"] = layers };

    [Fact]
    public void A_hashtable_is_the_same_network_as_its_layers_added()
    {
        CnnNetwork network = NetworkDefinition.Read(Definition(
            new Hashtable { ["Kind"] = CnnLayerKind.Conv2d, ["Filters"] = 4, ["KernelSize"] = 3L, ["Activation"] = "relu" },
            new Hashtable { ["kind"] = "Flatten" },
            new CnnLayer { Kind = CnnLayerKind.Dropout, Rate = 0.5 },
            new Hashtable { ["Kind"] = "Dense", ["Units"] = 2, ["Bias"] = false }));
        Assert.Equal(("Small", 8, 8, 3), (network.Name, network.Height, network.Width, network.Channels));
        Assert.Equal(new CnnLayer { Kind = CnnLayerKind.Conv2d, Filters = 4, KernelSize = 3, Activation = CnnActivation.ReLU }, network.Layers[0]);
        Assert.Equal(new CnnLayer { Kind = CnnLayerKind.Dropout, Rate = 0.5 }, network.Layers[2]);
        Assert.Equal(new CnnLayer { Kind = CnnLayerKind.Dense, Units = 2, Bias = false }, network.Layers[3]);
    }

    [Fact]
    public void One_layer_alone_is_a_list_of_one()
    {
        Hashtable definition = Definition();
        definition["Layers"] = new Hashtable { ["Kind"] = "Flatten" };
        Assert.Equal(CnnLayerKind.Flatten, Assert.Single(NetworkDefinition.Read(definition).Layers).Kind);
    }

    [Fact]
    public void What_is_wrong_in_a_hashtable_is_named()
    {
        static string Message(Hashtable definition)
        {
            CnnException error = Assert.Throws<CnnException>(() => NetworkDefinition.Read(definition));
            Assert.Equal("NetworkInvalid", error.ErrorId);
            Assert.StartsWith("The hashtable", error.Message, StringComparison.Ordinal);
            return error.Message;
        }

        Assert.Contains("layer 1: a layer has no property 'Unit'. Did you mean 'units'", Message(Definition(new Hashtable { ["Kind"] = "Dense", ["Unit"] = 2 })), StringComparison.Ordinal);
        Assert.Contains("layer 2", Message(Definition(new Hashtable { ["Kind"] = "Flatten" }, new Hashtable { ["Kind"] = "Conv2d", ["Filters"] = 1, ["KernelSize"] = 1 })), StringComparison.Ordinal);
        Assert.Contains("property 'filters': expected a whole number; found \"4\"", Message(Definition(new Hashtable { ["Kind"] = "Conv2d", ["Filters"] = "4", ["KernelSize"] = 1 })), StringComparison.Ordinal);
        Assert.Contains("found 1.2 (Version)", Message(Definition(new Version(1, 2))), StringComparison.Ordinal);

        Hashtable twice = Definition(new Hashtable { ["Kind"] = "Flatten" });
        twice["Height"] = 8;
        Assert.Contains("InputShape and Height", Message(twice), StringComparison.Ordinal);
        twice = Definition();
        twice["InputShape"] = new[] { 8, 8 };
        Assert.Contains("expected height, width and channels", Message(twice), StringComparison.Ordinal);

        var loop = new Hashtable();
        loop["Layers"] = new object[] { loop };
        Assert.Contains("nested deeper", Message(loop), StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_are_found_whatever_their_case_and_a_foreign_one_is_an_error()
    {
        Assert.Null(ClassChoice.Of(null, ["cat"]));
        Assert.Equal("CAT", Assert.Single(ClassChoice.Of(["CAT"], ["cat", "dog"])!));
        CnnException error = Assert.Throws<CnnException>(() => ClassChoice.Of(["cow"], ["cat", "dog"]));
        Assert.Equal(("ClassNotFound", "cow"), (error.ErrorId, error.Target));
    }
}
