using CnnTools.Core.ModelFiles;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Modules;

/// <summary>Carries weights between a live model and the tensors of a file.</summary>
internal static class Weights
{
    /// <summary>Copies out a model's parameters and running statistics, without PyTorch's count of batches, which a fixed momentum never reads.</summary>
    public static SafeTensorsWriter.Entry[] Save(CnnModule model) =>
        [.. model.state_dict().Where(static pair => !WeightCheck.IsBatchCounter(pair.Key)).Select(static pair => ToEntry(pair.Key, pair.Value))];

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

    /// <summary>Copies tensors of a file, already checked by <see cref="WeightCheck"/>, into a model.</summary>
    public static void Load(CnnModule model, IReadOnlyList<SafeTensorsWriter.Entry> tensors)
    {
        Dictionary<string, Tensor> state = model.state_dict();
        using IDisposable noGradient = no_grad();
        foreach (SafeTensorsWriter.Entry entry in tensors)
        {
            using DisposeScope scope = NewDisposeScope();
            state[entry.Name].copy_(ToTensor(entry));
        }
    }

    /// <summary>Makes a CPU tensor of one of a file's.</summary>
    public static Tensor ToTensor(SafeTensorsWriter.Entry entry)
    {
        Tensor tensor = empty(entry.Shape, dtype: entry.Type switch { "F32" => ScalarType.Float32, "F64" => ScalarType.Float64, _ => ScalarType.Int64 });
        entry.Bytes.CopyTo(tensor.bytes);
        return tensor;
    }
}
