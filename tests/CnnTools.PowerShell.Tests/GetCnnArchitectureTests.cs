using CnnTools.Core.Networks;

namespace CnnTools.PowerShell.Tests;

/// <summary>Get-CnnArchitecture and Get-CnnModelSummary.</summary>
public sealed class GetCnnArchitectureTests : IDisposable
{
    private readonly Session _session = new();

    private CnnLayerSummary[] Summarize(string arguments) => [.. _session.Run($"Get-CnnModelSummary {arguments}").Cast<CnnLayerSummary>()];

    [Fact]
    public void Lists_every_network() =>
        Assert.Equal(NetworkCatalog.All.Select(static network => network.Name), _session.Run("Get-CnnArchitecture").Cast<CnnArchitectureInfo>()
            .Select(static info => info.Name));

    [Fact]
    public void A_name_that_does_not_exist_is_an_error_and_a_pattern_that_fits_none_is_not()
    {
        Assert.Equal("ArchitectureNotFound", _session.Fails("Get-CnnArchitecture EfficientNet").ErrorId);
        Assert.Empty(_session.Run("Get-CnnArchitecture Efficient*"));
        Assert.Empty(_session.Errors);
        Assert.Equal(["TwoConv4x4", "TwoConvDropout"], _session.Run("Get-CnnArchitecture twoconv*").Cast<CnnArchitectureInfo>()
            .Select(static info => info.Name).Order());
    }

    [Fact]
    public void Sums_a_named_network_up_on_its_own_dataset()
    {
        CnnLayerSummary[] lines = Summarize("TwoConv4x4");
        Assert.Equal(225_610, lines.Sum(static line => line.Parameters));
        Assert.Equal("10", lines[^1].OutputShape);
    }

    [Fact]
    public void Takes_another_shape_and_number_of_classes()
    {
        CnnLayerSummary[] lines = Summarize("TwoConv4x4 -InputShape 64, 48, 1 -ClassCount 7");
        Assert.Equal(("61x45x32", "7"), (lines[0].OutputShape, lines[^1].OutputShape));
    }

    [Fact]
    public void A_network_given_as_an_object_keeps_its_classes()
    {
        _session.Set("network", NetworkCatalog.Find("ThreeConv").For(32, 32, 3, 5));
        Assert.Equal("5", Summarize("$network")[^1].OutputShape);
        Assert.Equal("ClassCountNotApplicable", _session.Fails("Get-CnnModelSummary $network -ClassCount 6").ErrorId);
    }

    [Theory]
    [InlineData("32, 32")]
    [InlineData("32, 32, 3, 1")]
    public void An_input_shape_has_three_numbers(string shape) => Assert.Equal("InputShapeInvalid",
        _session.Fails($"Get-CnnModelSummary TwoConv4x4 -InputShape {shape}").ErrorId);

    public void Dispose() => _session.Dispose();
}
