namespace CnnTools.Core.Networks.Architectures;

/// <summary>21,797,672 trained parameters with 1,000 classes, as torchvision's.</summary>
internal static class ResNet34
{
    public static NamedNetwork Network { get; } = new()
    {
        Name = nameof(ResNet34),
        Description = "Residual network of 34 layers for photographs (He et al., 2016).",
        Dataset = "ImageNet",
        Height = 224,
        Width = 224,
        Channels = 3,
        ClassCount = 1000,
        Recipe = TrainingRecipe.Photographs,
        Layers = static classCount => ResNetBlocks.Photographs([3, 4, 6, 3], classCount),
    };
}
