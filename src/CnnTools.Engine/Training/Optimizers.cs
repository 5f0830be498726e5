using CnnTools.Core.Planning;
using CnnTools.Engine.Torch;
using TorchSharp.Modules;

namespace CnnTools.Engine.Training;

/// <summary>Makes a plan's optimizer.</summary>
internal static class Optimizers
{
    /// <summary>Keras' epsilon; PyTorch's default is 1e-8.</summary>
    private const double Epsilon = 1e-7;

    public static FusedOptimizer Create(TrainingPlan plan, IEnumerable<Parameter> parameters) => plan.Optimizer switch
    {
        CnnOptimizer.Adam => new FusedAdam(parameters, plan.LearningRate, plan.Beta2, Epsilon, plan.WeightDecay, decoupled: false),
        CnnOptimizer.AdamW => new FusedAdam(parameters, plan.LearningRate, plan.Beta2, Epsilon, plan.WeightDecay, decoupled: true),
        _ => new FusedSgd(parameters, plan.LearningRate, plan.Momentum, plan.WeightDecay),
    };
}
