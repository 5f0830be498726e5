using CnnTools.Engine.Devices;
using CnnTools.Engine.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CnnTools.Engine.Training;

/// <summary>
/// Backward pass and optimizer step. In half precision the loss is scaled up, so that small gradients do not vanish, and a step whose gradients overflowed is
/// left out (dynamic loss scaling: Micikevicius et al., 2018; constants as in PyTorch's GradScaler).
/// </summary>
internal sealed class GradientStep(CnnPrecision precision, CnnModule model, optim.Optimizer optimizer)
{
    private const double Growth = 2, Backoff = 0.5;
    private const int GrowthInterval = 2000;

    private readonly bool _scaled = precision == CnnPrecision.Float16;
    private readonly Parameter[] _parameters = [.. model.parameters()];
    private double _scale = 65536;
    private int _goodSteps;

    public void BackwardAndStep(Tensor loss)
    {
        if (!_scaled)
        {
            loss.backward();
            optimizer.step();
            return;
        }

        (loss * _scale).backward();
        if (TorchBackend.UnscaleGradients(_parameters, 1 / _scale))
        {
            _scale *= Backoff;
            _goodSteps = 0;
            return;
        }

        optimizer.step();
        if (++_goodSteps % GrowthInterval == 0) _scale *= Growth;
    }
}
