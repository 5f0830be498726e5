using static CnnTools.Core.Networks.Architectures.LayerShorthand;

namespace CnnTools.Core.Networks.Architectures;

/// <summary>Three convolutions for CIFAR-10: 122,570 parameters, 70.3% after 10 epochs in the tutorial.</summary>
internal static class ThreeConv
{
    public static NamedNetwork Network { get; } = new()
    {
        Name = nameof(ThreeConv),
        Description = "Three 3x3 convolutions, two of them with pools, and a dense layer of 64.",
        Dataset = "Cifar10",
        Height = 32,
        Width = 32,
        Channels = 3,
        ClassCount = 10,
        TutorialAccuracy = 0.703,
        Recipe = new TrainingRecipe { Epoch = 10, BatchSize = 32 },
        Layers = classCount =>
        [
            Conv(32, 3, CnnPadding.Valid), Pool(),
            Conv(64, 3, CnnPadding.Valid), Pool(),
            Conv(64, 3, CnnPadding.Valid),
            Flatten(),
            Dense(64, CnnActivation.ReLU),
            Dense(classCount),
        ],
    };
}
