using CnnTools.Core.ModelFiles;
using CnnTools.Engine.Modules;
using CnnTools.Engine.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Training;

/// <summary>A copy of the weights of the best epoch, kept beside the live ones.</summary>
internal sealed class BestWeights : IDisposable
{
    private readonly Dictionary<string, Tensor> _copy = [];

    /// <summary>True once weights were kept.</summary>
    public bool Any => _copy.Count > 0;

    /// <summary>Copies the model's parameters and running statistics.</summary>
    public void Keep(CnnModule model)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach ((string name, Tensor value) in model.state_dict())
        {
            if (_copy.TryGetValue(name, out Tensor? kept)) kept.copy_(value);
            else _copy.Add(name, value.detach().clone().DetachFromDisposeScope());
        }
    }

    /// <summary>Takes over weights that an earlier run kept.</summary>
    public void Keep(IEnumerable<SafeTensorsWriter.Entry> tensors)
    {
        Dispose();
        foreach (SafeTensorsWriter.Entry entry in tensors) _copy.Add(entry.Name, TensorBytes.ToTensor(entry).DetachFromDisposeScope());
    }

    /// <summary>Writes the kept weights back into the model.</summary>
    public void Restore(CnnModule model)
    {
        using IDisposable noGradient = no_grad();
        Dictionary<string, Tensor> live = model.state_dict();
        foreach ((string name, Tensor kept) in _copy) live[name].copy_(kept);
    }

    /// <summary>The kept weights by name; empty before the first.</summary>
    public IReadOnlyDictionary<string, Tensor> Kept => _copy;

    public void Dispose()
    {
        foreach (Tensor tensor in _copy.Values) tensor.Dispose();
        _copy.Clear();
    }
}
