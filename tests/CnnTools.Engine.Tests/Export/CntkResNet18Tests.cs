using CnnTools.Core.ModelFiles;
using CnnTools.Core.Networks;
using CnnTools.Core.Networks.Layers;
using CnnTools.Engine.Inference;
using CnnTools.Engine.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Tests.Export;

/// <summary>
/// The network CntkResNet18 is the one in the NuGet package Microsoft.ML.DnnImageFeaturizer.ResNet18 0.23.1: with its weights it gives the features that ONNX
/// Runtime gives. Runs where that
/// package lies in NuGet's folder of packages, or in the folder that CNNTOOLS_TEST_PACKAGES names.
/// </summary>
public sealed class CntkResNet18Tests
{
    private const string File = "microsoft.ml.dnnimagefeaturizer.resnet18/0.23.1/tools/DnnImageModels/ResNet18Onnx/ResNet18.onnx";
    private const int Count = 3;

    private static string? Path => new[]
    {
        Environment.GetEnvironmentVariable("CNNTOOLS_TEST_PACKAGES"), Environment.GetEnvironmentVariable("NUGET_PACKAGES"),
        System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"),
    }.Where(static folder => folder is not null).Select(static folder => System.IO.Path.Combine(folder!, File)).FirstOrDefault(System.IO.File.Exists);

    [PackageFact]
    public void Features_of_the_packages_weights_are_ONNX_Runtimes()
    {
        CnnNetwork named = NetworkCatalog.Find("CntkResNet18").For(224, 224, 3, 10), network = named with { Layers = [.. named.Layers.SkipLast(1)] };
        IReadOnlyList<SafeTensorsWriter.Entry> weights = Map(network, OnnxReader.Read(Path!));
        WeightCheck.Check(network, weights, Path!);
        Assert.Equal(15_908_800, weights.Sum(static tensor => tensor.Bytes.Length / sizeof(float)));

        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        using CnnModule model = InferenceModule.AsTrained(network, weights, CPU, CnnPrecision.Float32);
        using CnnModule folded = InferenceModule.Folded(BatchNormFolding.Fold(network, weights), CPU, CnnPrecision.Float32);
        byte[] onnx = System.IO.File.ReadAllBytes(Path!);
        var random = new Random(1);
        for (int image = 0; image < Count; image++)
        {
            // Values as after the package's preprocessing: 0 to 255 less the mean. Coarse blocks, because noise alone looks alike.
            float[] pixels = new float[3 * 224 * 224];
            float[] blocks = [.. Enumerable.Range(0, 3 * 8 * 8).Select(_ => random.Next(256) - 115f)];
            for (int i = 0; i < pixels.Length; i++) pixels[i] = blocks[i / (224 * 224) * 64 + i / 224 % 224 / 28 * 8 + i % 224 / 28] + random.Next(-20, 21);
            float[] expected = OnnxRuntime.Run(onnx, "Input247", "Pooling395_Output_0", pixels, 1, 3, 224, 224).Values;
            Tensor input = tensor(pixels, [1, 3, 224, 224]);
            AssertClose(expected, model.call(input).data<float>().ToArray());
            AssertClose(expected, folded.call(input).data<float>().ToArray());
        }
    }

    private static void AssertClose(float[] expected, float[] found)
    {
        Assert.Equal(512, expected.Length);
        double difference = Math.Sqrt(expected.Zip(found).Sum(static pair => Math.Pow(pair.First - pair.Second, 2))), length = Math.Sqrt(expected.Sum(static value => value * value));
        Assert.InRange(difference / length, 0, 1e-4);
    }

    /// <summary>The file's convolutions and normalizations, in its order, become the network's, in which a shortcut comes after the body.</summary>
    private static List<SafeTensorsWriter.Entry> Map(CnnNetwork network, OnnxContent content)
    {
        IEnumerable<PlacedLayer> InFileOrder(IEnumerable<PlacedLayer> layers) => layers.SelectMany(layer => InFileOrder(layer.Shortcut).Concat(InFileOrder(layer.Body)).Append(layer));
        var nodes = new Queue<OnnxNode>(content.Nodes.Where(static node => node.Operation is "Conv" or "BatchNormalization"));
        var weights = new List<SafeTensorsWriter.Entry>();
        foreach (PlacedLayer layer in InFileOrder(ShapeInference.Place(network)))
        {
            string[] parts = [.. layer.Type.Weights(layer).Select(static weight => weight.Part)];
            if (parts.Length == 0) continue;
            OnnxNode node = nodes.Dequeue();
            Assert.Equal(layer.Layer.Kind == CnnLayerKind.Conv2d ? "Conv" : "BatchNormalization", node.Operation);
            Assert.Equal(parts.Length, node.Inputs.Count - 1);
            weights.AddRange(parts.Zip(node.Inputs.Skip(1), (part, input) => content.Initializers[input] with { Name = $"{layer.Name}.{part}" }));
        }

        Assert.Empty(nodes);
        return weights;
    }

    /// <summary>A test that needs the package.</summary>
    private sealed class PackageFactAttribute : FactAttribute
    {
        public PackageFactAttribute() => Skip = Path is null ? "Needs the NuGet package Microsoft.ML.DnnImageFeaturizer.ResNet18 0.23.1." : null;
    }
}
