using CnnTools.Core.ModelFiles;
using CnnTools.Engine.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Modules;

/// <summary>Carries weights between a live model and the tensors of a file.</summary>
internal static class Weights
{
    /// <summary>Copies out a model's parameters and running statistics, without PyTorch's count of batches, which a fixed momentum never reads.</summary>
    public static SafeTensorsWriter.Entry[] Save(CnnModule model) =>
        [.. model.state_dict().Where(static pair => !WeightCheck.IsBatchCounter(pair.Key)).Select(static pair => TensorBytes.ToEntry(pair.Key, pair.Value))];

    /// <summary>Copies tensors of a file, already checked by <see cref="WeightCheck"/>, into a model.</summary>
    public static void Load(CnnModule model, IReadOnlyList<SafeTensorsWriter.Entry> tensors)
    {
        Dictionary<string, Tensor> state = model.state_dict();
        using IDisposable noGradient = no_grad();
        foreach (SafeTensorsWriter.Entry entry in tensors)
        {
            using DisposeScope scope = NewDisposeScope();
            state[entry.Name].copy_(TensorBytes.ToTensor(entry));
        }
    }
}
