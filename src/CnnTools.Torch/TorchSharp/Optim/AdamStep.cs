using CnnTools.Torch.Interop;

namespace TorchSharp.Modules;

// What Adam and AdamW share is a native call; their public types are apart because TorchSharp's are.
internal static class AdamStep
{
    public static void Run(in NativeAdamOptions options, bool amsgrad, ReadOnlySpan<nint> parameters, IReadOnlyList<IAdamState> states)
    {
        var count = parameters.Length;
        var means = new nint[count];
        var squares = new nint[count];
        var largest = amsgrad ? new nint[count] : null;
        var steps = new long[count];
        for (var i = 0; i < count; i++)
        {
            var state = states[i];
            means[i] = state.Mean.Handle;
            squares[i] = state.Square.Handle;
            if (largest is not null) largest[i] = state.Largest().Handle;
            steps[i] = state.Steps;
        }
        NativeError.Check(NativeMethods.cnn_adam_step(parameters, means, squares, largest, steps, count, options));
        for (var i = 0; i < count; i++) states[i].Steps = steps[i];
    }
}

internal interface IAdamState
{
    torch.Tensor Mean { get; }

    torch.Tensor Square { get; }

    long Steps { get; set; }

    torch.Tensor Largest();
}
