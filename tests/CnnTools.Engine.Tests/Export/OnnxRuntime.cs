using Microsoft.ML.OnnxRuntime;

namespace CnnTools.Engine.Tests.Export;

/// <summary>Runs exported models in ONNX Runtime.</summary>
internal static class OnnxRuntime
{
    /// <summary>Runs a model.</summary>
    /// <param name="model">The ONNX file's content.</param>
    /// <param name="pixels">Images, last index fastest.</param>
    /// <param name="shape">Their shape: images, channels, height, width.</param>
    /// <returns>Probabilities and their shape.</returns>
    public static (float[] Probabilities, string Shape) Run(byte[] model, float[] pixels, params long[] shape) => Run(model, "input", "probabilities", pixels, shape);

    /// <summary>Runs a model whose input and output have other names.</summary>
    public static (float[] Values, string Shape) Run(byte[] model, string inputName, string outputName, float[] pixels, params long[] shape)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        using var session = new InferenceSession(model, options);
        using var run = new RunOptions();
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(pixels, shape);
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, [inputName], [input], [outputName]);
        return (outputs[0].GetTensorDataAsSpan<float>().ToArray(), $"[{string.Join(", ", outputs[0].GetTensorTypeAndShape().Shape)}]");
    }
}
