using CnnTools.Core.Networks;
using Xunit;

namespace CnnTools.Engine.Tests.Models;

public class NetworkCatalogTests
{
    // The networks of the Keras tutorials.
    private static readonly string[] s_tutorials = ["TwoConv4x4", "VggBatchNorm", "OneConvDropout", "TwoConvDropout", "FashionTwoConv", "ThreeConv"];

    [Fact]
    public void The_networks_for_photographs_take_any_size()
    {
        foreach (string name in (string[])["ResNet18", "ResNet34", "MobileNetV2", "CntkResNet18", "ResNet20"])
        foreach ((int height, int width) in ((int, int)[])[(1, 1), (7, 33), (224, 224)])
            ShapeInference.CheckFits(NetworkCatalog.Find(name).For(height, width, 1, 5), height, width, 1, 5);
        // He et al., 2016: 224 / 32 = 7.
        Assert.Equal("7x7x512", ShapeInference.Infer(NetworkCatalog.Find("ResNet18").For(224, 224, 3, 10))[^3].ToString());
    }

    // Multiply-adds of the papers' tables: 1.8 and 3.6 billion (He et al., table 1), 300 million (Sandler et al., table 4), for 224 x 224 pixels; a
    // multiply-add counts as two.
    [Theory]
    [InlineData("ResNet18", 1.8e9)]
    [InlineData("ResNet34", 3.6e9)]
    [InlineData("MobileNetV2", 0.3e9)]
    [InlineData("CntkResNet18", 2.045e9)]
    public void Costs_are_the_papers(string name, double multiplyAdds) =>
        Assert.InRange(NetworkCatalog.Find(name).ToInfo().Flops / 2.0 / multiplyAdds, 0.97, 1.06);

    [Theory]
    [InlineData("TwoConv4x4", 225_610, 0)]
    [InlineData("VggBatchNorm", 2_397_226, 896)]
    [InlineData("OneConvDropout", 628_630, 0)]
    [InlineData("TwoConvDropout", 430_102, 0)]
    [InlineData("FashionTwoConv", 140_682, 0)]
    [InlineData("ThreeConv", 122_570, 0)]
    // Trained parameters of torchvision's networks with 1,000 classes (its documentation's num_params) and of He et al.'s network for CIFAR-10; running
    // statistics are two per channel of a normalization, by hand: 4,800, 8,512, 17,056 and 688 channels. The package's own count: 15,885,504 weights of
    // convolutions, 4 x 5,824 of normalizations; and a last layer of 512 x 1,000.
    [InlineData("ResNet18", 11_689_512 + 2 * 4_800, 2 * 4_800)]
    [InlineData("ResNet34", 21_797_672 + 2 * 8_512, 2 * 8_512)]
    [InlineData("MobileNetV2", 3_504_872 + 2 * 17_056, 2 * 17_056)]
    [InlineData("ResNet20", 269_722 + 2 * 688, 2 * 688)]
    [InlineData("CntkResNet18", 15_885_504 + 4 * 5_824 + 513_000, 2 * 5_824)]
    public void Parameter_counts_are_the_tutorials(string name, long parameter, long nonTrainable)
    {
        CnnArchitectureInfo info = NetworkCatalog.Find(name).ToInfo();
        Assert.Equal((name, parameter, nonTrainable), (info.Name, info.Parameters, info.NonTrainable));
    }

    [Fact]
    public void There_are_eleven_networks_and_each_gives_a_score_per_class()
    {
        Assert.Equal(11, NetworkCatalog.All.Count);
        foreach (NamedNetwork named in NetworkCatalog.All)
        {
            ShapeInference.CheckFits(named.For(named.Height, named.Width, named.Channels, named.ClassCount), named.Height, named.Width, named.Channels, named.ClassCount);
            ShapeInference.CheckFits(named.For(32, 40, 3, 100), 32, 40, 3, 100);
        }
    }

    [Theory]
    [InlineData("TwoConv4x4", 32, 15, 2)]
    [InlineData("VggBatchNorm", 32, 20, 0)]
    [InlineData("OneConvDropout", 128, 10, 2)]
    [InlineData("TwoConvDropout", 32, 100, 5)]
    [InlineData("FashionTwoConv", 64, 10, 0)]
    [InlineData("ThreeConv", 32, 10, 0)]
    public void Recipes_are_the_tutorials(string name, int batchSize, int epoch, int patience)
    {
        TrainingRecipe recipe = NetworkCatalog.Find(name).Recipe;
        Assert.Equal((batchSize, epoch, patience), (recipe.BatchSize, recipe.Epoch, recipe.EarlyStoppingPatience));
        Assert.Equal((CnnOptimizer.Adam, 1e-3), (recipe.Optimizer, recipe.LearningRate));
    }

    [Fact]
    public void VggBatchNorm_shifts_and_flips_from_epoch_11_and_the_others_never()
    {
        TrainingRecipe recipe = NetworkCatalog.Find("VggBatchNorm").Recipe;
        Assert.Equal((CnnAugmentation.Shift | CnnAugmentation.Flip, 0.1, 11), (recipe.Augmentation, recipe.ShiftFraction, recipe.AugmentationStartEpoch));
        Assert.All(NetworkCatalog.All.Where(network => s_tutorials.Contains(network.Name) && network.Name != "VggBatchNorm"), network =>
            Assert.Equal(CnnAugmentation.None, network.Recipe.Augmentation));
    }

    [Fact]
    public void Hidden_layers_have_ReLU_but_FashionTwoConvs_dense_layer_has_none()
    {
        foreach (NamedNetwork named in NetworkCatalog.All.Where(static network => s_tutorials.Contains(network.Name)))
        {
            CnnLayer[] weighted = named.Layers(10).Where(layer => layer.Kind is CnnLayerKind.Conv2d or CnnLayerKind.Dense).ToArray();
            Assert.Null(weighted[^1].Activation);
            foreach (CnnLayer layer in weighted[..^1])
                Assert.Equal(named.Name == "FashionTwoConv" && layer.Kind == CnnLayerKind.Dense ? null : CnnActivation.ReLU, layer.Activation);
        }
    }

    [Fact]
    public void Only_OneConvDropout_starts_with_He_uniform_and_its_last_layer_does_not()
    {
        foreach (NamedNetwork named in NetworkCatalog.All.Where(static network => s_tutorials.Contains(network.Name)))
        {
            CnnInitializer?[] initializers = named.Layers(10).Where(layer => layer.Kind is CnnLayerKind.Conv2d or CnnLayerKind.Dense).Select(layer => layer.Initializer).ToArray();
            if (named.Name == "OneConvDropout") Assert.Equal([CnnInitializer.HeUniform, CnnInitializer.HeUniform, null], initializers);
            else Assert.All(initializers, Assert.Null);
        }
    }

    [Theory]
    [InlineData("Mnist", "OneConvDropout")]
    [InlineData("kmnist", "OneConvDropout")]
    [InlineData("FashionMnist", "FashionTwoConv")]
    [InlineData("Cifar10", "TwoConv4x4")]
    [InlineData("Shapes", "TwoConv4x4")]
    [InlineData("CIFAR100", "VggBatchNorm")]
    [InlineData("./images", "TwoConv4x4")]
    public void Every_dataset_has_a_usual_network(string dataset, string name) => Assert.Equal(name, NetworkCatalog.DefaultFor(dataset).Name);

    [Fact]
    public void Find_ignores_case() => Assert.Equal("TwoConv4x4", NetworkCatalog.Find("twoconv4X4").Name);

    [Fact]
    public void An_unknown_name_lists_all_names_and_suggests_the_nearest()
    {
        string message = Nets.Fails("ArchitectureNotFound", () => NetworkCatalog.Find("VggBatchnrm"));
        Assert.Contains("Did you mean 'VggBatchNorm'?", message, StringComparison.Ordinal);
        Assert.All(NetworkCatalog.All, network => Assert.Contains(network.Name, message, StringComparison.Ordinal));
        Assert.DoesNotContain("Did you mean", Nets.Fails("ArchitectureNotFound", () => NetworkCatalog.Find("EfficientNet")), StringComparison.Ordinal);
        Nets.Fails("ArchitectureNotFound", () => NetworkCatalog.Find(""));
    }

    [Fact]
    public void Images_too_small_for_a_network_name_the_layer()
    {
        string message = Nets.Fails("NetworkInvalid", () => NetworkCatalog.Find("TwoConv4x4").For(8, 8, 1, 10));
        Assert.Contains("layer 3 (conv2d_1): a 4x4 window does not fit into a 2x2 input", message, StringComparison.Ordinal);
    }
}
