using System.Runtime.InteropServices;
using CnnTools.Core.ModelFiles;
using CnnTools.Core.Networks;
using CnnTools.Core.Networks.Layers;
using CnnTools.Engine.Modules;
using CnnTools.Engine.Tests.Models;

namespace CnnTools.Engine.Tests.Export;

/// <summary>Networks to export, with random weights.</summary>
internal static class ExportCases
{
    /// <summary>The six networks by name, for the tutorials' images, and others that together have every layer, activation and kind of padding.</summary>
    public static IReadOnlyDictionary<string, CnnNetwork> All { get; } = new[]
    {
        Named("TwoConv4x4", 32, 3), Named("VggBatchNorm", 32, 3), Named("OneConvDropout", 28, 1), Named("TwoConvDropout", 32, 3), Named("FashionTwoConv", 28, 1),
        Named("ThreeConv", 32, 3), UnevenPadding(), Edges(), Depthwise(), Blocks(),
    }.Concat(Enum.GetValues<CnnActivation>().Select(With)).ToDictionary(network => network.Name);

    private static CnnNetwork Named(string name, int side, int channels) => NetworkCatalog.Find(name).For(side, side, channels, 10);

    /// <summary>A function after a convolution, on its own and after a dense layer. One function a network, so that none hides what another gets
    /// wrong.</summary>
    private static CnnNetwork With(CnnActivation activation) => Nets.Of(
        9, 7, 3,
        Nets.Conv(6, 3, padding: CnnPadding.Same, activation: activation),
        Nets.Plain(CnnLayerKind.BatchNorm2d) with { Epsilon = 0.05 },
        Nets.Conv(8, 3) with { Bias = false },
        new() { Kind = CnnLayerKind.Activation, Activation = activation },
        Nets.Dropout(0.4),
        Nets.Flatten(),
        Nets.Dense(12, activation),
        Nets.Dense(5)) with
    { Name = $"With{activation}" };

    /// <summary>Windows of even sides, steps that do not divide the side, not square: more zeros after than before, other counts in rows than in
    /// columns.</summary>
    private static CnnNetwork UnevenPadding() => Nets.Of(
        23, 18, 2,
        Nets.Conv(6, 4, padding: CnnPadding.Same, activation: CnnActivation.ReLU),
        Nets.AveragePool(2, stride: 1, padding: CnnPadding.Same),
        Nets.MaxPool(4, stride: 3, padding: CnnPadding.Same),
        Nets.Conv(8, 3, stride: 2, padding: CnnPadding.Same, activation: CnnActivation.Tanh),
        Nets.AveragePool(3, stride: 2, padding: CnnPadding.Same),
        Nets.Conv(20, 2, padding: CnnPadding.Same),
        Nets.Plain(CnnLayerKind.GlobalAveragePool2d),
        Nets.Dense(20, CnnActivation.ReLU) with { Bias = false },
        Nets.Dense(4)) with
    { Name = "UnevenPadding" };

    /// <summary>Normalisation straight on the image, windows that leave pixels over, even zeros on both sides, a row of features flattened once more, two
    /// classes.</summary>
    private static CnnNetwork Edges() => Nets.Of(
        17, 12, 1,
        Nets.Plain(CnnLayerKind.BatchNorm2d),
        Nets.MaxPool(3, stride: 1, padding: CnnPadding.Same),
        Nets.AveragePool(3, stride: 1, padding: CnnPadding.Same),
        Nets.Conv(4, 3, stride: 3),
        Nets.AveragePool(2),
        Nets.Conv(6, 2, activation: CnnActivation.ReLU),
        Nets.Flatten(),
        Nets.Flatten(),
        Nets.Dense(2)) with
    { Name = "Edges" };

    /// <summary>Depthwise convolutions beside normalizations, padded and in steps.</summary>
    private static CnnNetwork Depthwise() => Nets.Of(
        13, 11, 3,
        Nets.Conv(6, 3, activation: CnnActivation.ReLU),
        Nets.Plain(CnnLayerKind.BatchNorm2d),
        Nets.Plain(CnnLayerKind.DepthwiseConv2d) with { KernelSize = 3, Padding = CnnPadding.Same },
        Nets.Plain(CnnLayerKind.BatchNorm2d),
        Nets.Plain(CnnLayerKind.DepthwiseConv2d) with { KernelSize = 4, Stride = 2, Padding = CnnPadding.Same, Bias = false, Activation = CnnActivation.SiLU },
        Nets.Conv(5, 1),
        Nets.Flatten(),
        Nets.Dense(4)) with
    { Name = "Depthwise" };

    /// <summary>Residual layers with and without a shortcut and inside one another, padding as a number, normalization of groups, pools to a size that
    /// divides the side and that does not.</summary>
    private static CnnNetwork Blocks() => Nets.Of(
        17, 14, 3,
        Nets.Conv(6, 5, 2) with { PaddingSize = 2 },
        Nets.MaxPool(3, 1) with { PaddingSize = 1 },
        Nets.Plain(CnnLayerKind.Residual) with
        {
            Activation = CnnActivation.ReLU6,
            Body = [Nets.Conv(8, 3) with { PaddingSize = 1 }, Nets.Plain(CnnLayerKind.GroupNorm) with { Groups = 2, Epsilon = 1e-5 },
                Nets.Plain(CnnLayerKind.Residual) with { Body = [Nets.Conv(8, 1, activation: CnnActivation.Tanh)] }],
            Shortcut = [Nets.Conv(8, 1), Nets.Plain(CnnLayerKind.BatchNorm2d)],
        },
        Nets.Plain(CnnLayerKind.AdaptiveAveragePool2d) with { OutputSize = 6 },
        Nets.Conv(12, 1, activation: CnnActivation.ReLU),
        Nets.Plain(CnnLayerKind.AdaptiveAveragePool2d) with { OutputSize = 3 },
        Nets.Flatten(),
        Nets.Plain(CnnLayerKind.Residual) with { Body = [Nets.Dense(108, CnnActivation.SiLU)] },
        Nets.Dense(4)) with
    { Name = "Blocks" };

    /// <summary>Class names for a network's scores; one has letters beyond ASCII and a quotation mark.</summary>
    public static string[] ClassNames(CnnNetwork network) =>
        [.. Enumerable.Range(0, ShapeInference.Infer(network)[^1].Channels).Select(label => label == 1 ? "Äpfel \"rot\"" : $"class {label}")];

    /// <summary>Random weights for a network, named and shaped as <c>NetworkBuilder</c> does; large enough that probabilities depend on the image.</summary>
    public static List<SafeTensorsWriter.Entry> Weights(CnnNetwork network, int seed)
    {
        var random = new Random(seed);
        IReadOnlyList<PlacedLayer> layers = ShapeInference.Place(network);
        var weights = new List<SafeTensorsWriter.Entry>();
        foreach (PlacedLayer layer in PlacedLayer.All(layers))
        {
            bool isNorm = layer.Layer.Kind is CnnLayerKind.BatchNorm2d or CnnLayerKind.GroupNorm;
            foreach (LayerWeight weight in layer.Type.Weights(layer))
            {
                // He's limit keeps values from fading through the layers; the last layer's are larger, so that scores lie apart.
                float limit = MathF.Sqrt((layer == layers[^1] ? 100f : 6f) / weight.Shape.Skip(1).Aggregate(1L, static (product, size) => product * size));
                (float low, float high) = weight.Part switch
                {
                    "weight" when isNorm => (0.5f, 1.5f),
                    "weight" => (-limit, limit),
                    "bias" => (-0.3f, 0.3f),
                    "running_mean" => (-0.3f, 0.7f),
                    _ => (0.1f, 1.5f),
                };
                weights.Add(Uniform(random, $"{layer.Name}.{weight.Part}", weight.Shape, low, high));
            }

            if (layer.Layer.Kind == CnnLayerKind.BatchNorm2d) weights.Add(new(layer.Name + ".num_batches_tracked", "I64", [], new byte[sizeof(long)]));
        }

        return weights;
    }

    /// <summary>Random images with edges in them: pixels of 0 to 255, shape (images, channels, height, width).</summary>
    public static float[] Images(CnnNetwork network, int count, int seed)
    {
        var random = new Random(seed);
        var pixels = new float[count * network.Channels * network.Height * network.Width];
        for (int plane = 0, i = 0; plane < count * network.Channels; plane++)
        {
            // Two half planes of different grey, and noise: pure noise looks the same to a network in every image.
            int edge = random.Next(network.Width), above = random.Next(200), below = random.Next(200);
            for (int y = 0; y < network.Height; y++)
                for (int x = 0; x < network.Width; x++, i++)
                    pixels[i] = (x < edge ? above : below) + random.Next(56);
        }
        return pixels;
    }

    private static SafeTensorsWriter.Entry Uniform(Random random, string name, long[] shape, float low, float high)
    {
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (int i = 0; i < values.Length; i++) values[i] = low + (high - low) * random.NextSingle();
        return new(name, "F32", shape, MemoryMarshal.AsBytes<float>(values).ToArray());
    }
}
