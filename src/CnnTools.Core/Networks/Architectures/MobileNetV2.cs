using static CnnTools.Core.Networks.Architectures.LayerShorthand;
using static CnnTools.Core.Networks.Architectures.ResNetBlocks;

namespace CnnTools.Core.Networks.Architectures;

/// <summary>MobileNetV2 (Sandler et al., 2018, arXiv:1801.04381), width 1: 3,504,872 trained parameters with 1,000 classes, as torchvision's.</summary>
internal static class MobileNetV2
{
    // Table 2 of the paper: expansion, channels, blocks, step of the first block.
    private static readonly (int Expansion, int Channels, int Count, int Stride)[] s_stages =
        [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];

    public static NamedNetwork Network { get; } = new()
    {
        Name = nameof(MobileNetV2),
        Description = "Inverted residual blocks of depthwise convolutions: small and quick for photographs (Sandler et al., 2018).",
        Dataset = "ImageNet",
        Height = 224,
        Width = 224,
        Channels = 3,
        ClassCount = 1000,
        Recipe = TrainingRecipe.Photographs,
        Layers = static classCount =>
        [
            .. ConvNorm(32, 3, 2), Activate(CnnActivation.ReLU6),
            .. Blocks(32),
            .. ConvNorm(1280, 1), Activate(CnnActivation.ReLU6),
            new() { Kind = CnnLayerKind.GlobalAveragePool2d },
            Dropout(0.2),
            Dense(classCount),
        ],
    };

    private static IEnumerable<CnnLayer> Blocks(int input)
    {
        foreach ((int expansion, int channels, int count, int firstStride) in s_stages)
            for (int block = 0; block < count; block++, input = channels)
            {
                int stride = block == 0 ? firstStride : 1;
                CnnLayer[] expand = expansion == 1 ? [] : [.. ConvNorm(input * expansion, 1), Activate(CnnActivation.ReLU6)];
                CnnLayer depthwise = new()
                {
                    Kind = CnnLayerKind.DepthwiseConv2d, KernelSize = 3, Stride = stride, PaddingSize = 1, Bias = false, Initializer = CnnInitializer.HeUniform,
                };
                CnnLayer[] body = [.. expand, depthwise, Norm(), Activate(CnnActivation.ReLU6), .. ConvNorm(channels, 1)];
                if (stride == 1 && input == channels) yield return new CnnLayer { Kind = CnnLayerKind.Residual, Body = body };
                else
                    foreach (CnnLayer layer in body) yield return layer;
            }
    }
}
