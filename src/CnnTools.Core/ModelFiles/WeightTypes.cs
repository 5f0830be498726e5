using System.Runtime.InteropServices;

namespace CnnTools.Core.ModelFiles;

/// <summary>Brings floating-point tensors of other precisions to 32 bits.</summary>
internal static class WeightTypes
{
    /// <summary>Types that <see cref="ToFloat32"/> takes.</summary>
    public static IReadOnlyList<string> Known { get; } = ["F32", "F16", "BF16", "F64"];

    /// <summary>The tensor in 32-bit floats. Half precision and bfloat16 are carried over exactly; double precision is rounded.</summary>
    /// <param name="tensor">A tensor of one of the <see cref="Known"/> types.</param>
    public static SafeTensorsWriter.Entry ToFloat32(SafeTensorsWriter.Entry tensor)
    {
        float[] values = tensor.Type switch
        {
            "F16" => Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(tensor.Bytes).ToArray(), static value => (float)value),
            // bfloat16 is the upper half of a 32-bit float.
            "BF16" => Array.ConvertAll(MemoryMarshal.Cast<byte, ushort>(tensor.Bytes).ToArray(), static value => BitConverter.UInt32BitsToSingle((uint)value << 16)),
            "F64" => Array.ConvertAll(MemoryMarshal.Cast<byte, double>(tensor.Bytes).ToArray(), static value => (float)value),
            _ => [],
        };
        return tensor.Type == "F32" ? tensor : tensor with { Type = "F32", Bytes = MemoryMarshal.AsBytes<float>(values).ToArray() };
    }
}
