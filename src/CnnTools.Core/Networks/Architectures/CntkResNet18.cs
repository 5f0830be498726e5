namespace CnnTools.Core.Networks.Architectures;

/// <summary>ResNet-18 with one more block of 512 channels: what the package holds, which CNTK trained on ImageNet; 15,897,152 trained parameters before the
/// last layer.</summary>
internal static class CntkResNet18
{
    public static NamedNetwork Network { get; } = new()
    {
        Name = nameof(CntkResNet18),
        Description = "The residual network whose ImageNet weights the NuGet package Microsoft.ML.DnnImageFeaturizer.ResNet18 holds.",
        Dataset = "ImageNet",
        Height = 224,
        Width = 224,
        Channels = 3,
        ClassCount = 1000,
        Recipe = TrainingRecipe.Photographs,
        Layers = static classCount => ResNetBlocks.Photographs([2, 2, 2, 3], classCount),
    };
}
