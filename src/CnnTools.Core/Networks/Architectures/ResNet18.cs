namespace CnnTools.Core.Networks.Architectures;

/// <summary>11,689,512 trained parameters with 1,000 classes, as torchvision's.</summary>
internal static class ResNet18
{
    public static NamedNetwork Network { get; } = new()
    {
        Name = nameof(ResNet18),
        Description = "Residual network of 18 layers for photographs (He et al., 2016).",
        Dataset = "ImageNet",
        Height = 224,
        Width = 224,
        Channels = 3,
        ClassCount = 1000,
        Recipe = TrainingRecipe.Photographs,
        Layers = static classCount => ResNetBlocks.Photographs([2, 2, 2, 2], classCount),
    };
}
