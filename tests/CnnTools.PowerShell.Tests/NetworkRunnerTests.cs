using System.Collections;
using CnnTools.Core.Networks;
using CnnTools.PowerShell.Runners;

namespace CnnTools.PowerShell.Tests;

/// <summary>New-CnnNetwork and Add-CnnLayer through the output seam, and networks as hashtables.</summary>
public sealed class NetworkRunnerTests
{
    private readonly RecordingOutput _output = new();

    private NetworkRunner Runner => new(_output);

    private CnnNetwork Last => (CnnNetwork)_output.Emitted[^1];

    private static Hashtable Definition(params object[] layers) => new() { ["name"] = "Small", ["InputShape"] = new object[] { 8, 8, 3 }, ["Layers"] = layers };

    [Fact]
    public void A_network_grows_layer_by_layer_and_none_of_them_changes()
    {
        Runner.Begin([8, 8, 3], name: null);
        CnnNetwork empty = Last;
        Runner.Add(empty, new CnnLayer { Kind = CnnLayerKind.Flatten });
        CnnNetwork flat = Last;
        Runner.Add(flat, new CnnLayer { Kind = CnnLayerKind.Dense, Units = 2 });
        Assert.Equal((0, 1, 2), (empty.Layers.Count, flat.Layers.Count, Last.Layers.Count));
        Assert.Equal((NetworkDraft.DefaultName, 386L), (Last.Name, NetworkSummary.TotalsOf(Last).Parameter));
    }

    [Fact]
    public void A_layer_that_does_not_fit_is_named_and_nothing_is_emitted()
    {
        CnnException error = Assert.Throws<CnnException>(() => Runner.Add(NetworkDraft.Begin("N", 4, 4, 1), new CnnLayer { Kind = CnnLayerKind.Conv2d, Filters = 1, KernelSize = 5 }));
        Assert.Equal(("NetworkInvalid", "conv2d"), (error.ErrorId, error.Target));
        Assert.Empty(_output.Emitted);
    }

    [Theory]
    [InlineData(8, 8)]
    [InlineData(8, 8, 0)]
    [InlineData(8, 8, 3, 1)]
    public void An_input_shape_has_three_sides(params int[] shape) =>
        Assert.Equal("InputShapeInvalid", Assert.Throws<CnnException>(() => Runner.Begin(shape, null)).ErrorId);

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
    public void A_network_by_name_can_be_taken_further()
    {
        Runner.Take(ArchitectureChoice.Of("TwoConv4x4", path => path), [64, 64, 1], 5, "Mine");
        Assert.Equal(("Mine", 64, 1, (int?)5), (Last.Name, Last.Height, Last.Channels, Last.Layers[^1].Units));
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
