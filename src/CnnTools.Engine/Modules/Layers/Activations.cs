using static TorchSharp.torch;

namespace CnnTools.Engine.Modules.Layers;

/// <summary>Activation functions on tensors.</summary>
internal static class Activations
{
    /// <summary>Applies a function and gives a new tensor.</summary>
    public static Tensor Apply(CnnActivation activation, Tensor input) => activation switch
    {
        CnnActivation.ReLU => input.relu(),
        CnnActivation.ReLU6 => nn.functional.relu6(input),
        CnnActivation.GELU => input.gelu(),
        CnnActivation.SiLU => input.silu(),
        CnnActivation.Tanh => input.tanh(),
        CnnActivation.Sigmoid => input.sigmoid(),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "Unknown activation."),
    };

    /// <summary>Applies a function to the output of a convolution or dense layer, and owns that output. ReLU works in place: the layer's own gradient does not
    /// need
    /// its output, ReLU's needs only the result, and a batch of activations less is written to memory.</summary>
    public static Tensor ApplyToOutput(CnnActivation? activation, Tensor output)
    {
        if (activation is null) return output;
        if (activation == CnnActivation.ReLU)
        {
            output.relu_();
            return output;
        }
        using (output) return Apply(activation.Value, output);
    }
}
