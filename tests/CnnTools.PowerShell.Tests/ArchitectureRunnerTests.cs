using CnnTools.Core.Networks;
using CnnTools.PowerShell.Runners;

namespace CnnTools.PowerShell.Tests;

public sealed class ArchitectureRunnerTests
{
    private readonly RecordingOutput _output = new();

    private ArchitectureRunner Runner => new(_output);

    private static ArchitectureChoice Named(string name) => ArchitectureChoice.Of(name, path => path);

    private IEnumerable<CnnLayerSummary> Lines => _output.Emitted.Cast<CnnLayerSummary>();

    [Fact]
    public void Lists_every_network()
    {
        Runner.List(NamePattern.All);
        Assert.Equal(NetworkCatalog.All.Select(network => network.Name), _output.Emitted.Cast<CnnArchitectureInfo>().Select(info => info.Name));
    }

    [Fact]
    public void A_name_that_does_not_exist_is_an_error() =>
        Assert.Equal("ArchitectureNotFound", Assert.Throws<CnnException>(() => Runner.List(new NamePattern("Resnet", hasWildcard: false, _ => false))).ErrorId);

    [Fact]
    public void Sums_a_named_network_up_on_its_own_dataset()
    {
        Runner.Summarize(Named("TwoConv4x4"), null, null);
        Assert.Equal(225_610, Lines.Sum(line => line.Parameters));
        Assert.Equal("10", Lines.Last().OutputShape);
    }

    [Fact]
    public void Takes_another_shape_and_number_of_classes()
    {
        Runner.Summarize(Named("TwoConv4x4"), [64, 48, 1], 7);
        Assert.Equal("61x45x32", Lines.First().OutputShape);
        Assert.Equal("7", Lines.Last().OutputShape);
    }

    [Fact]
    public void A_network_given_as_an_object_keeps_its_classes()
    {
        ArchitectureChoice choice = ArchitectureChoice.Of(NetworkCatalog.Find("ThreeConv").For(32, 32, 3, 5), path => path);
        Runner.Summarize(choice, null, null);
        Assert.Equal("5", Lines.Last().OutputShape);
        Assert.Equal("ClassCountNotApplicable", Assert.Throws<CnnException>(() => Runner.Summarize(choice, null, 6)).ErrorId);
    }

    [Theory]
    [InlineData(32, 32)]
    [InlineData(32, 32, 3, 1)]
    [InlineData(0, 32, 3)]
    public void An_input_shape_has_three_positive_numbers(params int[] shape) =>
        Assert.Equal("InputShapeInvalid", Assert.Throws<CnnException>(() => Runner.Summarize(Named("TwoConv4x4"), shape, null)).ErrorId);
}
