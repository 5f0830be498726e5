namespace CnnTools;

/// <summary>The library that computes a finished model. Training always uses libtorch.</summary>
public enum CnnRuntime
{
    /// <summary>ONNX Runtime for <c>Float32</c> on the CPU, libtorch otherwise.</summary>
    Auto,

    /// <summary>ONNX Runtime: on the CPU, in 32-bit floats. It comes with CnnTools.</summary>
    OnnxRuntime,

    /// <summary>libtorch, which <c>Install-CnnRuntime</c> installs.</summary>
    Torch,
}
