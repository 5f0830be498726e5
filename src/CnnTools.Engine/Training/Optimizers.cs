using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CnnTools.Engine.Training;

/// <summary>Makes a plan's optimizer.</summary>
internal static class Optimizers
{
    /// <summary>Keras' epsilon; PyTorch's default is 1e-8.</summary>
    private const double Epsilon = 1e-7;

    public static optim.Optimizer Create(TrainingPlan plan, IEnumerable<Parameter> parameters) => plan.Optimizer switch
    {
        CnnOptimizer.Adam => optim.Adam(parameters, plan.LearningRate, eps: Epsilon, weight_decay: plan.WeightDecay),
        CnnOptimizer.AdamW => optim.AdamW(parameters, plan.LearningRate, eps: Epsilon, weight_decay: plan.WeightDecay),
        _ => optim.SGD(parameters, plan.LearningRate, plan.Momentum, weight_decay: plan.WeightDecay, nesterov: plan.Momentum > 0),
    };
}
