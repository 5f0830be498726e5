using static CnnTools.Core.Networks.Architectures.LayerShorthand;

namespace CnnTools.Core.Networks.Architectures;

/// <summary>The parts of residual networks (He et al., "Deep Residual Learning for Image Recognition", 2016, arXiv:1512.03385), with PyTorch's constants of
/// batch normalization.</summary>
internal static class ResNetBlocks
{
    /// <summary>A convolution without bias, padded on all sides so that at stride 1 the size stays, and its normalization.</summary>
    public static CnnLayer[] ConvNorm(int filters, int kernelSize, int stride = 1) =>
    [
        new()
        {
            Kind = CnnLayerKind.Conv2d, Filters = filters, KernelSize = kernelSize, Stride = stride, PaddingSize = kernelSize / 2, Bias = false,
            Initializer = CnnInitializer.HeUniform,
        },
        Norm(),
    ];

    /// <summary>Batch normalization with PyTorch's constants.</summary>
    public static CnnLayer Norm() => new() { Kind = CnnLayerKind.BatchNorm2d, Epsilon = 1e-5, Momentum = 0.1 };

    /// <summary>An activation on its own.</summary>
    public static CnnLayer Activate(CnnActivation activation) => new() { Kind = CnnLayerKind.Activation, Activation = activation };

    /// <summary>The stem for photographs: a convolution of 7 × 7 and a pool, each in steps of two.</summary>
    public static CnnLayer[] Stem() =>
        [.. ConvNorm(64, 7, 2), Activate(CnnActivation.ReLU), new() { Kind = CnnLayerKind.MaxPool2d, KernelSize = 3, Stride = 2, PaddingSize = 1 }];

    /// <summary>Blocks of two convolutions of 3 × 3; the first goes in steps and projects its shortcut, where that changes the shape.</summary>
    /// <param name="filters">Channels of the stage.</param>
    /// <param name="count">Number of blocks.</param>
    /// <param name="stride">Step of the first block.</param>
    /// <param name="shortcut">What the first block's shortcut consists of; null passes the input on.</param>
    public static IEnumerable<CnnLayer> Stage(int filters, int count, int stride, IReadOnlyList<CnnLayer>? shortcut) =>
        Enumerable.Range(0, count).Select(block => new CnnLayer
    {
        Kind = CnnLayerKind.Residual,
        Activation = CnnActivation.ReLU,
        Body = [.. ConvNorm(filters, 3, block == 0 ? stride : 1), Activate(CnnActivation.ReLU), .. ConvNorm(filters, 3)],
        Shortcut = block == 0 ? shortcut : null,
    });

    /// <summary>A network for photographs: stem, four stages of 64 to 512 channels, mean over the plane, a score per class.</summary>
    /// <param name="blocks">Number of blocks per stage.</param>
    /// <param name="classCount">Number of classes.</param>
    public static IReadOnlyList<CnnLayer> Photographs(int[] blocks, int classCount) =>
    [
        .. Stem(),
        .. blocks.SelectMany(static (count, stage) => Stage(64 << stage, count, stage == 0 ? 1 : 2, stage == 0 ? null : ConvNorm(64 << stage, 1, 2))),
        new() { Kind = CnnLayerKind.GlobalAveragePool2d },
        Dense(classCount),
    ];
}
