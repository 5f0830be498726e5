using System.Buffers;
using CnnTools.Core.Export;
using CnnTools.Core.ModelFiles;
using Microsoft.ML.OnnxRuntime;
using OnnxSession = Microsoft.ML.OnnxRuntime.InferenceSession;

namespace CnnTools.Engine.Inference;

/// <summary>Runs a network with ONNX Runtime on the CPU in 32-bit floats: the network of the model's file, exported in memory. Loads no libtorch. Can be used
/// by several threads at once.</summary>
internal sealed class OnnxRunner : NetworkRunner
{
    private static readonly string[] s_inputs = [OnnxExporter.InputName], s_outputs = [OnnxExporter.ScoresName];

    private readonly OnnxSession _session;
    private readonly RunOptions _run = new();
    private readonly long[] _imageShape;
    private readonly int _classCount;

    /// <summary>Loads ONNX Runtime, where it is not loaded yet, and prepares the network.</summary>
    /// <param name="document">The model.</param>
    /// <param name="thread">CPU threads, at least 1.</param>
    /// <exception cref="CnnException">ONNX Runtime cannot be loaded: id <c>OnnxRuntimeUnavailable</c>.</exception>
    public OnnxRunner(ModelDocument document, int thread)
    {
        _imageShape = [document.Network.Channels, document.Network.Height, document.Network.Width];
        _classCount = document.ClassNames.Count;
        byte[] model = OnnxExporter.ForRuntime(document.Network, document.Content.Tensors, document.ClassNames);
        try
        {
            using var options = new SessionOptions
            {
                IntraOpNumThreads = thread,
                // Layers follow each other; there is nothing to run side by side.
                ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            };
            _session = new OnnxSession(model, options);
        }
        catch (Exception failure) when (failure is DllNotFoundException or TypeInitializationException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw new CnnException(
                "OnnxRuntimeUnavailable", CnnErrorCategory.ResourceUnavailable,
                $"ONNX Runtime's native library could not be loaded: {failure.GetBaseException().Message} Expected it beside CnnTools.Engine.dll. Reinstall CnnTools, or use the runtime Torch.", null, failure);
        }
    }

    /// <inheritdoc/>
    public override string Device => "Cpu";

    /// <inheritdoc/>
    public override string Runtime => $"ONNX Runtime {OrtEnv.Instance().GetVersionString()}";

    /// <inheritdoc/>
    public override float[] Scores(ReadOnlySpan<byte> pixels, int count)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(pixels.Length);
        try
        {
            pixels.CopyTo(buffer);
            float[] scores = new float[count * _classCount];
            using OrtValue input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, buffer.AsMemory(0, pixels.Length), [count, .. _imageShape]);
            using OrtValue output = OrtValue.CreateTensorValueFromMemory(scores, [count, _classCount]);
            _session.Run(_run, s_inputs, [input], s_outputs, [output]);
            return scores;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _session.Dispose();
        _run.Dispose();
    }
}
