using System.Text;
using CnnTools.Core.Networks;
using Xunit;

namespace CnnTools.Engine.Tests.Models;

public sealed class NetworkJsonTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cnntools-json-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private const string Small = """{"name":"n","height":8,"width":8,"channels":1,"layer":[{"kind":"Flatten"},{"kind":"Dense","units":10}]}""";

    public static TheoryData<string> Names => [.. NetworkCatalog.All.Select(network => network.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_named_network_survives_a_round_trip(string name)
    {
        NamedNetwork named = NetworkCatalog.Find(name);
        CnnNetwork network = named.For(named.Height, named.Width, named.Channels, named.ClassCount);
        CnnNetwork read = NetworkJson.Parse(NetworkJson.Serialize(network));

        Assert.Equal((network.Name, network.Height, network.Width, network.Channels), (read.Name, read.Height, read.Width, read.Channels));
        Assert.Equal(network.Layers, read.Layers);
    }

    [Fact]
    public void Every_property_survives_a_round_trip()
    {
        CnnLayer[] layers =
        [
            new() { Kind = CnnLayerKind.Conv2d, Filters = 2, KernelSize = 3, Stride = 2, Padding = CnnPadding.Same, Activation = CnnActivation.GELU, Initializer = CnnInitializer.HeUniform, Bias = false },
            new() { Kind = CnnLayerKind.BatchNorm2d, Epsilon = 1e-5, Momentum = 0.1 },
            new() { Kind = CnnLayerKind.AveragePool2d, KernelSize = 2, Stride = 1, Padding = CnnPadding.Valid },
            new() { Kind = CnnLayerKind.Activation, Activation = CnnActivation.SiLU },
            new()
            {
                Kind = CnnLayerKind.Residual, Activation = CnnActivation.ReLU6,
                Body = [new() { Kind = CnnLayerKind.DepthwiseConv2d, KernelSize = 3, PaddingSize = 1 }, new() { Kind = CnnLayerKind.GroupNorm, Groups = 2 }],
                Shortcut = [],
            },
            new() { Kind = CnnLayerKind.AdaptiveAveragePool2d, OutputSize = 2 },
            new() { Kind = CnnLayerKind.GlobalAveragePool2d },
            new() { Kind = CnnLayerKind.Dropout, Rate = 1.0 / 3 },
            new() { Kind = CnnLayerKind.Dense, Units = 10, Bias = true },
        ];
        CnnNetwork network = Nets.Of(8, 8, 1, layers) with { Name = "Größe \"1\" <net>" };
        CnnNetwork read = NetworkJson.Parse(NetworkJson.Serialize(network));
        Assert.Equal(network.Name, read.Name);
        Assert.Equal(layers, read.Layers);
    }

    [Fact]
    public void Written_JSON_is_camelCase_with_names_and_without_nulls()
    {
        string json = NetworkJson.Serialize(Nets.Of(8, 8, 1, Nets.Conv(10, 3, padding: CnnPadding.Same), Nets.Plain(CnnLayerKind.GlobalAveragePool2d))).ReplaceLineEndings("");
        Assert.Contains("\"kernelSize\": 3", json, StringComparison.Ordinal);
        Assert.Contains("\"padding\": \"Same\"", json, StringComparison.Ordinal);
        Assert.DoesNotContain("null", json, StringComparison.Ordinal);
        Assert.DoesNotContain("units", json, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void What_ConvertTo_Json_of_PowerShell_writes_is_read()
    {
        CnnNetwork network = NetworkJson.Parse("""
            {"Name":"n","Height":8,"Width":8,"Channels":1,"Layer":[
              {"Kind":"flatten","Filters":null,"Rate":null},
              {"Kind":"Dense","Units":10,"Activation":null}]}
            """);
        Assert.Equal([Nets.Flatten(), Nets.Dense(10)], network.Layers);
    }

    [Fact]
    public void Padding_is_a_name_or_a_number()
    {
        CnnNetwork network = Nets.Of(8, 8, 1, Nets.Conv(2, 3) with { PaddingSize = 1 }, Nets.Flatten());
        Assert.Contains("\"padding\": 1", NetworkJson.Serialize(network), StringComparison.Ordinal);
        Assert.Equal(network.Layers, NetworkJson.Parse("""
            {"Name":"n","Height":8,"Width":8,"Channels":1,"Layers":[{"Kind":"Conv2d","Filters":2,"KernelSize":3,"Padding":null,"PaddingSize":1},{"Kind":"Flatten"}]}
            """).Layers);
    }

    [Fact]
    public void Layers_inside_layers_are_found_by_their_numbers()
    {
        string json = """{"name":"n","height":8,"width":8,"channels":1,"layer":[{"kind":"Residual","body":[{"kind":"Flatten"},{"kind":"Dense","units":"x"}]}]}""";
        Assert.Contains("layer 1, property 'body', layer 2, property 'units': expected a whole number",
            Nets.Fails("NetworkInvalid", () => NetworkJson.Parse(json)), StringComparison.Ordinal);
        string deep = string.Concat(Enumerable.Repeat("""{"kind":"Residual","body":[""", 9)) + """{"kind":"Flatten"}""" + string.Concat(Enumerable.Repeat("]}", 9));
        Assert.Contains("is no valid JSON", Nets.Fails("NetworkInvalid", () => NetworkJson.Parse($$"""{"name":"n","height":8,"width":8,"channels":1,"layer":[{{deep}}]}""")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "is no valid JSON")]
    [InlineData("{\n  \"name\": \"n\",\n}", "is no valid JSON at line 3, column 1: The JSON object contains a trailing comma at the end; take it away.")]
    [InlineData(" ", "The text is empty; expected a network in JSON.")]
    [InlineData("[]", "expected a network as an object { ... }; found []")]
    [InlineData("""{"name":"n","height":8,"width":8,"channels":1,"layrs":[]}""", "has no property 'layrs'. Did you mean 'layers'? Allowed are name, height, width, channels, layers.")]
    [InlineData("""{"name":"n","height":8,"width":8,"channels":1}""", "the property 'layers' is missing; expected an array of layers")]
    [InlineData("""{"name":"n","height":8,"width":8,"channels":1,"layer":{}}""", "property 'layers': expected an array of layers; found {}")]
    [InlineData("""{"name":"n","height":8,"width":8,"channels":1,"layer":[]}""", "has no layers")]
    [InlineData("""{"name":"n","height":8,"width":8,"channels":1,"Layers":[]}""", "has no layers")]
    [InlineData("""{"name":"n","height":8,"width":8,"channels":1,"layer":[],"layers":[]}""", "the property 'layers' occurs twice")]
    [InlineData("""{"name":"n","name":"m","height":8,"width":8,"channels":1,"layer":[]}""", "the property 'name' occurs twice")]
    [InlineData("""{"name":"n","Name":null,"height":8,"width":8,"channels":1,"layer":[]}""", "the property 'Name' occurs twice")]
    [InlineData("""{"name":1,"height":8,"width":8,"channels":1,"layer":[]}""", "property 'name': expected a text in quotation marks; found 1")]
    [InlineData("""{"name":"n","height":8.5,"width":8,"channels":1,"layer":[]}""", "property 'height': expected a whole number; found 8.5")]
    [InlineData("""{"name":"n","height":99999999999,"width":8,"channels":1,"layer":[]}""", "property 'height': expected a whole number; found 99999999999")]
    [InlineData("""{"name":"n","height":null,"width":8,"channels":1,"layer":[]}""", "the property 'height' is missing")]
    public void Wrong_networks_are_rejected(string json, string expected) =>
        Assert.Contains(expected, Nets.Fails("NetworkInvalid", () => NetworkJson.Parse(json)), StringComparison.Ordinal);

    [Theory]
    [InlineData("3", "layer 2: expected a layer as an object { ... }; found 3")]
    [InlineData("null", "layer 2: expected a layer as an object { ... }; found null")]
    [InlineData("{}", "layer 2: the property 'kind' is missing; expected one of Conv2d, BatchNorm2d")]
    [InlineData("""{"kind":"Conv"}""", "layer 2, property 'kind': 'Conv' is unknown. Did you mean 'Conv2d'? Expected one of Conv2d,")]
    [InlineData("""{"kind":0}""", "layer 2, property 'kind': expected one of Conv2d,")]
    [InlineData("""{"kind":"0"}""", "'0' is unknown")]
    [InlineData("""{"kind":"Dense, Flatten"}""", "is unknown")]
    [InlineData("""{"kind":"Lambda","code":"x"}""", "layer 2: a layer has no property 'code'. Allowed are kind, filters,")]
    [InlineData("""{"kind":"Dense","unit":10}""", "has no property 'unit'. Did you mean 'units'?")]
    [InlineData("""{"kind":"Dense","units":"10"}""", "layer 2, property 'units': expected a whole number; found \"10\"")]
    [InlineData("""{"kind":"Dense","units":10,"activation":"softmax"}""", "layer 2, property 'activation': 'softmax' is unknown. Expected one of ReLU, GELU, SiLU, Tanh, Sigmoid, ReLU6. Softmax is part of the loss")]
    [InlineData("""{"kind":"Dense","units":10,"bias":"yes"}""", "property 'bias': expected true or false; found \"yes\"")]
    [InlineData("""{"kind":"Dropout","rate":true}""", "property 'rate': expected a number; found true")]
    [InlineData("""{"kind":"Dense","units":10,"units":11}""", "layer 2: the property 'units' occurs twice")]
    [InlineData("""{"kind":"Dense","units":10,"rate":0.5}""", "layer 2 (dense): Dense takes no Rate")]
    [InlineData("""{"kind":"Dense","units":[[[[[[[[[[[1]]]]]]]]]]]}""", "is no valid JSON")]
    public void Wrong_layers_are_rejected_with_their_number(string layer, string expected)
    {
        string json = $$"""{"name":"n","height":8,"width":8,"channels":1,"layer":[{"kind":"Flatten"},{{layer}}]}""";
        Assert.Contains(expected, Nets.Fails("NetworkInvalid", () => NetworkJson.Parse(json)), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_beyond_the_limit_is_rejected_before_it_is_parsed() =>
        Assert.Contains("at most 1,048,576", Nets.Fails("NetworkInvalid", () => NetworkJson.Parse(new string(' ', NetworkJson.MaximumByte) + Small)), StringComparison.Ordinal);

    [Fact]
    public void Saving_replaces_the_file_and_leaves_nothing_else()
    {
        string path = Path.Combine(_folder, "net.json");
        File.WriteAllText(path, "old");
        CnnNetwork network = NetworkCatalog.Find("VggBatchNorm").For(32, 32, 3, 10);
        NetworkJson.Save(network, path);

        Assert.Equal(network.Layers, NetworkJson.Load(path).Layers);
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder));
        Assert.EndsWith("}\n", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void An_invalid_network_is_not_saved()
    {
        string path = Path.Combine(_folder, "net.json");
        Nets.Fails("NetworkInvalid", () => NetworkJson.Save(Nets.Of(8, 8, 1, Nets.Dense(1)), path));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_save_that_fails_leaves_no_temporary_file()
    {
        string path = Path.Combine(_folder, "net.json");
        Directory.CreateDirectory(path);
        Assert.ThrowsAny<SystemException>(() => NetworkJson.Save(NetworkJson.Parse(Small), path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Files_are_read_with_and_without_a_byte_order_mark_and_errors_name_them()
    {
        string path = Path.Combine(_folder, "net.json");
        File.WriteAllText(path, Small, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal("n", NetworkJson.Load(path).Name);

        File.WriteAllBytes(path, [0x7B, 0xFF, 0xFE, 0x7D]);
        Assert.Contains("is not UTF-8", Nets.Fails("NetworkInvalid", () => NetworkJson.Load(path)), StringComparison.Ordinal);

        File.WriteAllText(path, """{"name":"n","height":8,"width":8,"channels":1,"layer":[{"kind":"Dense","units":10}]}""");
        string message = Nets.Fails("NetworkInvalid", () => NetworkJson.Load(path));
        Assert.Contains(path, message, StringComparison.Ordinal);
        Assert.Contains("layer 1 (dense)", message, StringComparison.Ordinal);

        using (FileStream stream = File.OpenWrite(path)) stream.SetLength(NetworkJson.MaximumByte + 1);
        Assert.Contains("at most 1,048,576", Nets.Fails("NetworkInvalid", () => NetworkJson.Load(path)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_resolver_takes_names_and_files()
    {
        string path = Path.Combine(_folder, "mine.json");
        File.WriteAllText(path, Small);
        Assert.Equal("n", NetworkResolver.Resolve(path, 8, 8, 1, 10).Name);
        Assert.Equal((28, 7), (NetworkResolver.Resolve("threeconv", 28, 28, 1, 7).Height, NetworkResolver.Resolve("threeconv", 28, 28, 1, 7).Layers[^1].Units));

        string message = Nets.Fails("NetworkInvalid", () => NetworkResolver.Resolve(path, 32, 32, 3, 10));
        Assert.Contains("8x8x1", message, StringComparison.Ordinal);
        Assert.Contains("32x32x3", message, StringComparison.Ordinal);
        Assert.Contains("there are 7 classes", Nets.Fails("NetworkInvalid", () => NetworkResolver.Resolve(path, 8, 8, 1, 7)), StringComparison.Ordinal);

        Assert.Contains("other.json", Nets.Fails("ArchitectureNotFound", () => NetworkResolver.Resolve(Path.Combine(_folder, "other.json"), 8, 8, 1, 10)), StringComparison.Ordinal);
        Assert.Contains("is a folder", Nets.Fails("ArchitectureNotFound", () => NetworkResolver.Resolve(_folder, 8, 8, 1, 10)), StringComparison.Ordinal);
        Assert.Contains("Known networks", Nets.Fails("ArchitectureNotFound", () => NetworkResolver.Resolve("ResNet", 8, 8, 1, 10)), StringComparison.Ordinal);
    }
}
