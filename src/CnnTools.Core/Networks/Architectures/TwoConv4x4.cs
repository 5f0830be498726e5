using static CnnTools.Core.Networks.Architectures.LayerShorthand;

namespace CnnTools.Core.Networks.Architectures;

/// <summary>Two convolutions of 4 × 4 for CIFAR-10: 225,610 parameters, 66.8% after 9 epochs in the tutorial.</summary>
internal static class TwoConv4x4
{
    public static NamedNetwork Network { get; } = new()
    {
        Name = nameof(TwoConv4x4),
        Description = "Two convolutions of 4x4, each with a pool, and a dense layer of 256: small and quick.",
        Dataset = "Cifar10",
        Height = 32,
        Width = 32,
        Channels = 3,
        ClassCount = 10,
        TutorialAccuracy = 0.668,
        Recipe = new TrainingRecipe { Epoch = 15, BatchSize = 32, EarlyStoppingPatience = 2 },
        Layers = classCount =>
        [
            Conv(32, 4, CnnPadding.Valid), Pool(),
            Conv(32, 4, CnnPadding.Valid), Pool(),
            Flatten(),
            Dense(256, CnnActivation.ReLU),
            Dense(classCount),
        ],
    };
}
