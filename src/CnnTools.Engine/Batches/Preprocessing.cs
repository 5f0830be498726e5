using CnnTools.Engine.Torch;
using static TorchSharp.torch;

namespace CnnTools.Engine.Batches;

/// <summary>What happens to pixels before a network sees them.</summary>
internal static class Preprocessing
{
    /// <summary>Brings bytes into [0, 1], in the memory layout that convolutions are fastest in.</summary>
    /// <param name="images">uint8 <c>[N, C, H, W]</c>.</param>
    /// <returns>float32 <c>[N, C, H, W]</c>, stored channels last.</returns>
    public static Tensor ToInput(Tensor images) => images.ToChannelsLast().to(ScalarType.Float32).DivideInPlace(255);
}
