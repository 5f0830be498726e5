using CnnTools.Core.ModelFiles;
using CnnTools.Engine.Modules;
using CnnTools.Engine.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Training;

/// <summary>
/// A running average of the weights, which is steadier than the weights of any one step: it is what is watched, kept and written. Source: Polyak and Juditsky,
/// 1992; the exponential
/// form, with a decay that grows to its value over the first steps, as TensorFlow's <c>ExponentialMovingAverage</c> has it. The running statistics of batch
/// normalisation are
/// averaged with the weights (as timm's <c>ModelEmaV2</c> does); counters are copied.
/// </summary>
internal sealed class WeightAverage : IDisposable
{
    private readonly double _decay;
    private readonly Dictionary<string, Tensor> _average = [];
    private readonly (Tensor Live, Tensor Average)[] _pairs;

    /// <summary>Begins with the model's weights as they are.</summary>
    /// <param name="model">The model that is trained.</param>
    /// <param name="decay">Share of the average that a step keeps, in <c>(0, 1)</c>.</param>
    public WeightAverage(CnnModule model, double decay)
    {
        _decay = decay;
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> state = model.state_dict();
        foreach ((string name, Tensor live) in state) _average.Add(name, live.detach().clone().DetachFromDisposeScope());
        _pairs = [.. state.Select(pair => (pair.Value, _average[pair.Key]))];
    }

    /// <summary>The averages by name, running statistics included.</summary>
    public IReadOnlyDictionary<string, Tensor> Values => _average;

    /// <summary>The share of the average that a step keeps: <c>min(decay, (1 + step) / (10 + step))</c>, so that the first, random weights are soon
    /// forgotten.</summary>
    /// <param name="decay">The decay it grows to.</param>
    /// <param name="step">The step over the whole training, from 0.</param>
    public static double DecayAt(double decay, long step) => Math.Min(decay, (1.0 + step) / (10.0 + step));

    /// <summary>Takes in the weights after a step.</summary>
    /// <param name="step">The step over the whole training, from 0.</param>
    public void Update(long step)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor part = tensor((float)(1 - DecayAt(_decay, step))).to(_pairs[0].Average.device);
        foreach ((Tensor live, Tensor average) in _pairs)
        {
            if (average.is_floating_point()) average.lerp_(live, part);
            else average.copy_(live);
        }
    }

    /// <summary>Gives the model the averages until disposed; the weights that are trained on are kept here meanwhile.</summary>
    public IDisposable Lend()
    {
        Exchange();
        return new Loan(this);
    }

    /// <summary>Gives the model the averages for good.</summary>
    public void Give()
    {
        using IDisposable noGradient = no_grad();
        foreach ((Tensor live, Tensor average) in _pairs) live.copy_(average);
    }

    /// <summary>Takes over averages that an earlier run kept.</summary>
    public void Load(IEnumerable<SafeTensorsWriter.Entry> tensors)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach (SafeTensorsWriter.Entry entry in tensors) _average[entry.Name].copy_(TensorBytes.ToTensor(entry));
    }

    public void Dispose()
    {
        foreach (Tensor tensor in _average.Values) tensor.Dispose();
        _average.Clear();
    }

    private void Exchange()
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach ((Tensor live, Tensor average) in _pairs)
        {
            Tensor held = live.detach().clone();
            live.copy_(average);
            average.copy_(held);
        }
    }

    private sealed class Loan(WeightAverage lender) : IDisposable
    {
        private bool _isBack;

        public void Dispose()
        {
            if (!_isBack) lender.Exchange();
            _isBack = true;
        }
    }
}
