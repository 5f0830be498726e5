using CnnTools.Core.ModelFiles;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Torch;

/// <summary>Tensors as the bytes of a file, and back.</summary>
internal static class TensorBytes
{
    /// <summary>Copies one tensor out.</summary>
    public static SafeTensorsWriter.Entry ToEntry(string name, Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        string type = tensor.dtype switch
        {
            ScalarType.Float32 => "F32",
            ScalarType.Float64 => "F64",
            ScalarType.Int64 => "I64",
            _ => throw new InvalidOperationException($"'{name}' has type {tensor.dtype}; files hold Float32, Float64 and Int64 only."),
        };
        return new SafeTensorsWriter.Entry(name, type, tensor.shape, tensor.detach().cpu().contiguous().bytes.ToArray());
    }

    /// <summary>Makes a CPU tensor of one of a file's.</summary>
    public static Tensor ToTensor(SafeTensorsWriter.Entry entry)
    {
        Tensor tensor = empty(entry.Shape, dtype: entry.Type switch { "F32" => ScalarType.Float32, "F64" => ScalarType.Float64, _ => ScalarType.Int64 });
        entry.Bytes.CopyTo(tensor.bytes);
        return tensor;
    }
}
