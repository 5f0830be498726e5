using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CnnTools.Engine.Persistence;

/// <summary>An optimizer's memory as named tensors: the same names with either torch provider, so that one goes on from the other's checkpoint.</summary>
internal static class OptimizerStates
{
    /// <summary>What an optimizer remembers of each parameter, in their order.</summary>
    public static IEnumerable<SafeTensorsWriter.Entry> Save(optim.Optimizer optimizer)
    {
        List<OptimizerState> states = ((OptimizerHelper)optimizer).state_dict().State;
        for (int i = 0; i < states.Count; i++)
        {
            switch (states[i])
            {
                case Adam.State adam:
                    yield return Number($"{i}/step", adam.step);
                    yield return Weights.ToEntry($"{i}/exp_avg", adam.exp_avg);
                    yield return Weights.ToEntry($"{i}/exp_avg_sq", adam.exp_avg_sq);
                    break;
                case AdamW.State adamW:
                    yield return Number($"{i}/step", adamW.step);
                    yield return Weights.ToEntry($"{i}/exp_avg", adamW.exp_avg);
                    yield return Weights.ToEntry($"{i}/exp_avg_sq", adamW.exp_avg_sq);
                    break;
                case SGD.State { momentum_buffer: { } buffer }:
                    yield return Weights.ToEntry($"{i}/momentum_buffer", buffer);
                    break;
            }
        }
    }

    /// <summary>Gives an optimizer of the same kind a state saved by <see cref="Save"/>.</summary>
    public static void Load(optim.Optimizer optimizer, IReadOnlyList<SafeTensorsWriter.Entry> state)
    {
        Dictionary<string, SafeTensorsWriter.Entry> saved = state.ToDictionary(static entry => entry.Name, StringComparer.Ordinal);
        List<OptimizerState> states = ((OptimizerHelper)optimizer).state_dict().State;
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        for (int i = 0; i < states.Count; i++)
        {
            switch (states[i])
            {
                case Adam.State adam:
                    adam.step = BitConverter.ToInt64(saved[$"{i}/step"].Bytes);
                    adam.exp_avg.copy_(Weights.ToTensor(saved[$"{i}/exp_avg"]));
                    adam.exp_avg_sq.copy_(Weights.ToTensor(saved[$"{i}/exp_avg_sq"]));
                    break;
                case AdamW.State adamW:
                    adamW.step = BitConverter.ToInt64(saved[$"{i}/step"].Bytes);
                    adamW.exp_avg.copy_(Weights.ToTensor(saved[$"{i}/exp_avg"]));
                    adamW.exp_avg_sq.copy_(Weights.ToTensor(saved[$"{i}/exp_avg_sq"]));
                    break;
                case SGD.State sgd when saved.TryGetValue($"{i}/momentum_buffer", out SafeTensorsWriter.Entry? buffer):
                    sgd.momentum_buffer = Weights.ToTensor(buffer).to(optimizer.parameters().ElementAt(i).device).DetachFromDisposeScope();
                    break;
            }
        }
    }

    private static SafeTensorsWriter.Entry Number(string name, long value) => new(name, "I64", [], BitConverter.GetBytes(value));
}
