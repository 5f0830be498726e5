namespace CnnTools.Core.Networks.Layers;

/// <summary>One tensor of a layer.</summary>
/// <param name="Part">Its name within the layer, for instance <c>running_mean</c>; the model file adds the layer's name before it.</param>
/// <param name="Shape">Its shape, as PyTorch has it.</param>
/// <param name="IsTrained">False for running statistics, which no optimizer changes.</param>
internal sealed record LayerWeight(string Part, long[] Shape, bool IsTrained = true)
{
    /// <summary>Number of values.</summary>
    public long Count => Shape.Aggregate(1L, static (product, size) => product * size);

    /// <summary>A weight and, if wanted, a bias of one value per output.</summary>
    /// <param name="shape">The weight's shape, outputs first.</param>
    /// <param name="bias">Whether there is a bias.</param>
    public static IEnumerable<LayerWeight> WithBias(long[] shape, bool bias) =>
        bias ? [new LayerWeight("weight", shape), new LayerWeight("bias", [shape[0]])] : [new LayerWeight("weight", shape)];
}
