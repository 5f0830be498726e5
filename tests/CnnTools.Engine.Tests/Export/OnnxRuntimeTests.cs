using CnnTools.Core.Export;
using CnnTools.Core.ModelFiles;
using CnnTools.Engine.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Tests.Export;

/// <summary>An ONNX runtime that is not ours must give the engine's own probabilities.</summary>
public sealed class OnnxRuntimeTests
{
    private const int Count = 50;
    private const double Tolerance = 1e-4;

    public static TheoryData<string> CaseNames => [.. ExportCases.All.Keys];

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void Probabilities_are_the_engines(string name)
    {
        CnnNetwork network = ExportCases.All[name];
        List<SafeTensorsWriter.Entry> weights = ExportCases.Weights(network, seed: 7);
        float[] pixels = ExportCases.Images(network, Count, seed: 8);
        float[] expected = Engine(network, weights, pixels);
        (float[] found, string shape) = OnnxRuntime.Run(Export(network, weights), pixels, Count, network.Channels, network.Height, network.Width);

        Assert.Equal($"[{Count}, {expected.Length / Count}]", shape);
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), pair => Assert.InRange(pair.First - pair.Second, -Tolerance, Tolerance));
        // A network that answered every image alike would agree with much that is wrong.
        int classes = expected.Length / Count;
        Assert.True(Enumerable.Range(0, classes).Max(label => Spread(expected, classes, label)) > 0.05, "The probabilities hardly depend on the image.");
    }

    [Fact]
    public void One_image_alone_is_answered_as_in_a_batch()
    {
        CnnNetwork network = ExportCases.All["UnevenPadding"];
        byte[] model = Export(network, ExportCases.Weights(network, seed: 7));
        float[] pixels = ExportCases.Images(network, 3, seed: 8);
        (float[] batch, _) = OnnxRuntime.Run(model, pixels, 3, network.Channels, network.Height, network.Width);
        (float[] alone, string shape) = OnnxRuntime.Run(model, pixels[..(pixels.Length / 3)], 1, network.Channels, network.Height, network.Width);
        Assert.Equal("[1, 4]", shape);
        Assert.All(alone.Zip(batch), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }

    private static byte[] Export(CnnNetwork network, IReadOnlyList<SafeTensorsWriter.Entry> weights)
    {
        using var stream = new MemoryStream();
        OnnxExporter.Write(stream, network, weights, ExportCases.ClassNames(network));
        return stream.ToArray();
    }

    /// <summary>The engine's probabilities for the same weights and images.</summary>
    private static float[] Engine(CnnNetwork network, List<SafeTensorsWriter.Entry> weights, float[] pixels)
    {
        using DisposeScope scope = NewDisposeScope();
        using var guard = no_grad();
        using CnnModule model = NetworkBuilder.Build(network, seed: 1);
        model.eval();
        Weights.Load(model, [.. weights.Where(weight => weight.Type == "F32")]);
        Tensor images = tensor(pixels, [Count, network.Channels, network.Height, network.Width]).div(255);
        return model.forward(images).softmax(1).data<float>().ToArray();
    }

    private static float Spread(float[] probabilities, int classes, int label)
    {
        float[] ofClass = [.. Enumerable.Range(0, Count).Select(image => probabilities[image * classes + label])];
        return ofClass.Max() - ofClass.Min();
    }
}
