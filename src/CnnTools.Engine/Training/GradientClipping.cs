using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CnnTools.Engine.Training;

/// <summary>
/// Shortens the gradients, all of them by the same factor, where together they are longer than a bound, so that one bad batch does not throw the weights away.
/// Source: Pascanu,
/// Mikolov and Bengio, "On the difficulty of training recurrent neural networks", 2013 (arXiv:1211.5063, algorithm 1); the numbers are those of PyTorch's
/// <c>clip_grad_norm_</c>.
/// </summary>
internal static class GradientClipping
{
    /// <summary>Shortens the gradients of some parameters in place.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="maximumNorm">Largest Euclidean norm of all gradients together, above 0.</param>
    public static void Apply(IReadOnlyList<Parameter> parameters, double maximumNorm) => nn.utils.clip_grad_norm_(parameters, maximumNorm);
}
