using static CnnTools.Core.Networks.Architectures.LayerShorthand;
using static CnnTools.Core.Networks.Architectures.ResNetBlocks;

namespace CnnTools.Core.Networks.Architectures;

/// <summary>
/// The residual network for CIFAR-10 with n = 3 of He et al., 2016, section 4.2: shortcuts without parameters, which take every second pixel and add channels
/// of zeros (option A).
/// 269,722 trained parameters.
/// </summary>
internal static class ResNet20
{
    public static NamedNetwork Network { get; } = new()
    {
        Name = nameof(ResNet20),
        Description = "Residual network of 20 layers for small images (He et al., 2016, CIFAR form).",
        Dataset = "Cifar10",
        Height = 32,
        Width = 32,
        Channels = 3,
        ClassCount = 10,
        Recipe = new TrainingRecipe
        {
            Epoch = 30, BatchSize = 128, Optimizer = CnnOptimizer.Sgd, LearningRate = 0.1, Schedule = CnnSchedule.OneCycle,
            Augmentation = CnnAugmentation.Shift | CnnAugmentation.Flip, ShiftFraction = 0.125,
        },
        Layers = static classCount =>
        [
            .. ConvNorm(16, 3), Activate(CnnActivation.ReLU),
            .. Stage(16, 3, 1, null),
            .. Stage(32, 3, 2, Shortcut(32)),
            .. Stage(64, 3, 2, Shortcut(64)),
            new() { Kind = CnnLayerKind.GlobalAveragePool2d },
            Dense(classCount),
        ],
    };

    private static CnnLayer[] Shortcut(int channels) =>
        [new() { Kind = CnnLayerKind.MaxPool2d, KernelSize = 1, Stride = 2 }, new() { Kind = CnnLayerKind.PadChannels, Filters = channels }];
}
