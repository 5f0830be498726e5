using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CnnTools.Engine.Torch;

/// <summary>Takes the scale of the loss out of the gradients. TorchSharp has no GradScaler (dotnet/TorchSharp#899); the operator behind PyTorch's does all
/// gradients in one call.</summary>
internal static class GradientScale
{
    /// <summary>Multiplies all gradients by a factor, in place.</summary>
    /// <param name="parameters">The parameters; those without a gradient are left out.</param>
    /// <param name="factor">The factor.</param>
    /// <returns>True if a gradient was infinite or not a number.</returns>
    public static bool Multiply(IReadOnlyList<Parameter> parameters, double factor)
    {
        Tensor[] gradients = [.. parameters.Select(static parameter => parameter.grad).OfType<Tensor>()];
        if (gradients.Length == 0) return false;
        using IDisposable noGradient = no_grad();
        using Tensor found = zeros([1], dtype: ScalarType.Float32, device: gradients[0].device);
        using Tensor scale = Arithmetic.Filled([1], (float)factor, gradients[0].device);
        StableAbi.Call("aten::_amp_foreach_non_finite_check_and_unscale_", [StableAbi.Argument(gradients), StableAbi.Argument(found), StableAbi.Argument(scale)]);
        return found.item<float>() > 0;
    }
}
