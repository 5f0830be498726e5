using CnnTools.PowerShell.Parameters;


namespace CnnTools.PowerShell.Tests;

/// <summary>What users may give for a dataset and for a network.</summary>
public sealed class ChoiceTests
{
    private static string Full(string path) => "/session/" + path;

    [Theory]
    [InlineData("Cifar10", "Cifar10")]
    [InlineData("cifar-10", "cifar-10")]
    [InlineData("no-such-dataset", "no-such-dataset")]
    [InlineData("./flowers", "/session/./flowers")]
    [InlineData("data/flowers", "/session/data/flowers")]
    [InlineData("flowers.csv", "/session/flowers.csv")]
    [InlineData("~", "/session/~")]
    public void A_dataset_is_a_known_name_or_a_path_in_the_sessions_sense(string text, string expected) => Assert.Equal(expected, DatasetChoice.Resolve(text, Full));

    [Fact]
    public void A_folder_in_the_sessions_location_needs_no_dot_before_it()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("cnntools-tests-");
        try
        {
            Assert.Equal(folder.FullName, DatasetChoice.Resolve(folder.Name, name => Path.Combine(folder.Parent!.FullName, name)));
        }
        finally
        {
            folder.Delete();
        }
    }

    [Fact]
    public void A_dataset_from_the_pipeline_goes_by_its_name_where_that_is_known_else_by_its_path()
    {
        Assert.Equal("Mnist", DatasetChoice.Of("Mnist", "/cache/mnist"));
        Assert.Equal("/data/flowers", DatasetChoice.Of("flowers", "/data/flowers"));
        Assert.Null(DatasetChoice.Of("flowers", null));
    }

    [Fact]
    public void A_network_is_a_name_a_json_file_or_an_object()
    {
        var network = new CnnNetwork { Name = "n", Height = 1, Width = 1, Channels = 1, Layers = [] };
        Assert.Same(network, ArchitectureChoice.Of(network, Full).Network);

        ArchitectureChoice name = ArchitectureChoice.Of("TwoConv4x4", Full);
        Assert.Equal(("TwoConv4x4", false), (name.Name, name.IsPath));

        ArchitectureChoice path = ArchitectureChoice.Of("net.JSON", Full);
        Assert.Equal(("/session/net.JSON", true), (path.Name, path.IsPath));
        Assert.True(ArchitectureChoice.Of("nets/mine", Full).IsPath);
    }

    [Theory]
    [InlineData(5)]
    [InlineData("")]
    public void Anything_else_is_no_network(object value) => Assert.Equal("ArchitectureInvalid", Assert.Throws<CnnException>(() => ArchitectureChoice.Of(value, Full)).ErrorId);

    [Theory]
    [InlineData(8, 8)]
    [InlineData(8, 8, 0)]
    [InlineData(0, 32, 3)]
    [InlineData(8, 8, 3, 1)]
    public void An_input_shape_has_three_sides_of_at_least_one(params int[] shape) =>
        Assert.Equal("InputShapeInvalid", Assert.Throws<CnnException>(() => InputShapes.Of(shape)).ErrorId);
}
