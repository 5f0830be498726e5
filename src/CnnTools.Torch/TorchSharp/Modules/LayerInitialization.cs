using static TorchSharp.torch;

namespace TorchSharp.Modules;

// PyTorch's defaults for layers with weights: kaiming_uniform_ with a = √5, which comes to ±1/√fan_in, and the same bound for the bias.
internal static class LayerInitialization
{
    public static void Reset(Parameter weight, Parameter? bias)
    {
        using var noGrad = no_grad();
        var (fanIn, _) = nn.init.CalculateFanInAndFanOut(weight);
        var bound = fanIn > 0 ? 1 / Math.Sqrt(fanIn) : 0;
        weight.uniform_(-bound, bound);
        bias?.uniform_(-bound, bound);
    }
}
