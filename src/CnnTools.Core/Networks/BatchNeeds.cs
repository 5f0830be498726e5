namespace CnnTools.Core.Networks;

/// <summary>How many images a step needs at least.</summary>
internal static class BatchNeeds
{
    /// <summary>
    /// Whether a network normalizes over the batch where an image has a single value per channel: then a batch of one image has no variance, and its running
    /// statistics would be no numbers.
    /// </summary>
    public static bool NeedsSeveral(CnnNetwork network) =>
        network.Layers.Zip(ShapeInference.Infer(network)).Any(static pair => pair.First.Kind == CnnLayerKind.BatchNorm2d && pair.Second.Height * pair.Second.Width == 1);
}
