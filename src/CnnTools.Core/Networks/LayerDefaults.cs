namespace CnnTools.Core.Networks;

/// <summary>What a layer's properties mean where they are null. The values are Keras' defaults.</summary>
internal static class LayerDefaults
{
    /// <summary>Small number added to the variance (Keras' <c>BatchNormalization(epsilon)</c>).</summary>
    public const double Epsilon = 1e-3;

    /// <summary>Weight of a new batch in the running statistics; Keras writes the same as <c>momentum=0.99</c>.</summary>
    public const double Momentum = 0.01;

    /// <summary>Step of the window: 1 for a convolution, the window's own side for a pool.</summary>
    public static int StrideOf(CnnLayer layer) => layer.Stride ?? (layer.Kind == CnnLayerKind.Conv2d ? 1 : layer.KernelSize!.Value);

    /// <summary>Whether a bias is added.</summary>
    public static bool HasBias(CnnLayer layer) => layer.Bias ?? true;

    /// <summary>What happens at the edge.</summary>
    public static CnnPadding PaddingOf(CnnLayer layer) => layer.Padding ?? CnnPadding.Valid;
}
