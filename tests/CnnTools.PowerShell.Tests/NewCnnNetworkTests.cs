using CnnTools.Core.Networks;

namespace CnnTools.PowerShell.Tests;

/// <summary>New-CnnNetwork and Add-CnnLayer.</summary>
public sealed class NewCnnNetworkTests : IDisposable
{
    private readonly Session _session = new();

    [Fact]
    public void A_network_grows_layer_by_layer_and_none_of_them_changes()
    {
        _session.Run("$empty = New-CnnNetwork 8, 8, 3; $flat = $empty | Add-CnnLayer Flatten; $dense = $flat | Add-CnnLayer Dense -Units 2");
        CnnNetwork[] networks = [.. _session.Run("$empty, $flat, $dense").Cast<CnnNetwork>()];
        Assert.Equal([0, 1, 2], networks.Select(static network => network.Layers.Count));
        Assert.Equal((NetworkDraft.DefaultName, 386L), (networks[2].Name, NetworkSummary.TotalsOf(networks[2]).Parameter));
    }

    [Fact]
    public void A_layer_that_does_not_fit_is_named_and_nothing_is_emitted()
    {
        CnnException error = _session.Fails("$emitted = @(New-CnnNetwork 4, 4, 1 -Name N | Add-CnnLayer Conv2d -Filters 1 -KernelSize 5)");
        Assert.Equal(("NetworkInvalid", "conv2d"), (error.ErrorId, error.Target));
        Assert.Empty(_session.Run("$emitted"));
    }

    [Theory]
    [InlineData("8, 8")]
    [InlineData("8, 8, 3, 1")]
    public void An_input_shape_has_three_sides(string shape) => Assert.Equal("InputShapeInvalid", _session.Fails($"New-CnnNetwork {shape}").ErrorId);

    [Fact]
    public void A_network_by_name_can_be_taken_further()
    {
        var network = _session.Run<CnnNetwork>("New-CnnNetwork -Architecture TwoConv4x4 -InputShape 64, 64, 1 -ClassCount 5 -Name Mine");
        Assert.Equal(("Mine", 64, 1, (int?)5), (network.Name, network.Height, network.Channels, network.Layers[^1].Units));
        Assert.Equal("TwoConv4x4", _session.Run<CnnNetwork>("New-CnnNetwork -Architecture TwoConv4x4").Name);
    }

    [Fact]
    public void Json_and_a_hashtable_are_the_same_network()
    {
        _session.Set("json", """{"name":"Small","height":8,"width":8,"channels":3,"layers":[{"kind":"Flatten"},{"kind":"Dense","units":2}]}""");
        _session.Run("$layers = @{ Kind = 'Flatten' }, @{ Kind = 'Dense'; Units = 2 }");
        var json = _session.Run<CnnNetwork>("New-CnnNetwork -Json $json");
        var table = _session.Run<CnnNetwork>("New-CnnNetwork -Definition @{ Name = 'Small'; InputShape = 8, 8, 3; Layers = $layers }");
        Assert.Equal(NetworkJson.Serialize(json), NetworkJson.Serialize(table));
    }

    public void Dispose() => _session.Dispose();
}
