using static CnnTools.Core.Networks.Architectures.LayerShorthand;

namespace CnnTools.Core.Networks.Architectures;

/// <summary>One convolution for MNIST: 628,630 parameters, 98.6% after 7 epochs in the tutorial.</summary>
internal static class OneConvDropout
{
    public static NamedNetwork Network { get; } = new()
    {
        Name = nameof(OneConvDropout),
        Description = "One 3x3 convolution with a pool, a dense layer of 100 and dropout.",
        Dataset = "Mnist",
        Height = 28,
        Width = 28,
        Channels = 1,
        ClassCount = 10,
        TutorialAccuracy = 0.986,
        Recipe = new TrainingRecipe { Epoch = 10, BatchSize = 128, EarlyStoppingPatience = 2 },
        Layers = classCount =>
        [
            Conv(32, 3, CnnPadding.Same, CnnInitializer.HeUniform), Pool(),
            Flatten(),
            Dense(100, CnnActivation.ReLU, CnnInitializer.HeUniform),
            Dropout(0.2),
            Dense(classCount),
        ],
    };
}
