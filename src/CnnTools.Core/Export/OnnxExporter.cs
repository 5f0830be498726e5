using System.Text.Json;
using CnnTools.Core.Files;
using CnnTools.Core.ModelFiles;
using CnnTools.Core.Networks;
using CnnTools.Core.Networks.Layers;

namespace CnnTools.Core.Export;

/// <summary>
/// Writes a trained network as an ONNX file, which other runtimes and languages can predict with. Normalisation and softmax are inside: images of 0 to 255 go
/// in, probabilities come out. The same network and weights give the same bytes.
/// </summary>
internal static class OnnxExporter
{
    /// <summary>The input: float32 of shape (images, channels, height, width), pixels from 0 to 255.</summary>
    public const string InputName = "input";

    /// <summary>The output: float32 of shape (images, classes), each row a probability a class.</summary>
    public const string OutputName = "probabilities";

    /// <summary>The output of <see cref="ForRuntime"/>: float32 of shape (images, classes), each row a score per class before softmax.</summary>
    public const string ScoresName = "scores";

    /// <summary>Name of the axis whose length the caller chooses at each run.</summary>
    public const string BatchName = "N";

    /// <summary>Key of the file's metadata under which the class names stand, in label order, as a JSON array.</summary>
    public const string ClassNamesKey = "class_names";

    /// <summary>
    /// The operator set: the oldest in which all operators used mean what they mean today (softmax over one axis came with 13), because whoever reads a newer
    /// one
    /// reads it too, and converters and embedded runtimes lag behind. Nothing here would gain by a newer one.
    /// </summary>
    internal const int Opset = 13;

    /// <summary>Version of the file format: that of ONNX 1.10 (2021).</summary>
    internal const int IrVersion = 8;

    /// <summary>Writes the ONNX file at a path; there is either the former one or the whole new one.</summary>
    /// <param name="path">The file to create or replace, usually ending in <c>.onnx</c>; its folder is created.</param>
    /// <param name="network">As for <see cref="Write"/>.</param>
    /// <param name="weights">As for <see cref="Write"/>.</param>
    /// <param name="classNames">As for <see cref="Write"/>.</param>
    /// <exception cref="CnnException">As for <see cref="Write"/>; nothing was written then.</exception>
    public static void Save(string path, CnnNetwork network, IReadOnlyList<SafeTensorsWriter.Entry> weights, IReadOnlyList<string> classNames)
    {
        ProtoMessage model = Build(network, weights, classNames);
        AtomicFile.Write(path, model.WriteTo);
    }

    /// <summary>Writes an ONNX model. Everything is checked before the first byte is written.</summary>
    /// <param name="stream">Where to; stays open.</param>
    /// <param name="network">The network; its last layer gives a score a class.</param>
    /// <param name="weights">Its parameters and buffers, named and shaped as <c>NetworkBuilder</c> makes them, 32-bit floats. Kept as they are, batch
    /// normalisation included.</param>
    /// <param name="classNames">Class names in label order.</param>
    /// <exception cref="CnnException">
    /// The network is invalid or has not a score a class (<c>NetworkInvalid</c>); a tensor is missing, has another shape or type or belongs to no layer
    /// (<c>ModelWeightsInvalid</c>); the model is larger than the format can hold, 2 GiB (<c>OnnxTooLarge</c>).
    /// </exception>
    public static void Write(Stream stream, CnnNetwork network, IReadOnlyList<SafeTensorsWriter.Entry> weights, IReadOnlyList<string> classNames) =>
        Build(network, weights, classNames).WriteTo(stream);

    /// <summary>The network in memory, as the engine itself runs it: bytes of images go in, scores come out, from which probabilities and their logarithms
    /// follow without rounding to zero.</summary>
    /// <param name="network">As for <see cref="Write"/>.</param>
    /// <param name="weights">As for <see cref="Write"/>.</param>
    /// <param name="classNames">As for <see cref="Write"/>.</param>
    /// <exception cref="CnnException">As for <see cref="Write"/>.</exception>
    public static byte[] ForRuntime(CnnNetwork network, IReadOnlyList<SafeTensorsWriter.Entry> weights, IReadOnlyList<string> classNames)
    {
        ProtoMessage model = Build(network, weights, classNames, takesBytes: true);
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)model.Size);
        using var stream = new MemoryStream(bytes);
        model.WriteTo(stream);
        return bytes;
    }

    private static ProtoMessage Build(CnnNetwork network, IReadOnlyList<SafeTensorsWriter.Entry> tensors, IReadOnlyList<string> classNames, bool takesBytes = false)
    {
        IReadOnlyList<PlacedLayer> layers = ShapeInference.Place(network);
        ShapeInference.CheckClassScores(network, [.. layers.Select(static layer => layer.Output)], classNames.Count);
        SafeTensorsWriter.Entry[] weights = [.. tensors.Where(static tensor => !WeightCheck.IsBatchCounter(tensor.Name))];
        WeightCheck.Check(network, weights, network.Name);

        ProtoMessage graph = OnnxGraphBuilder.Build(network, layers, weights.ToDictionary(static weight => weight.Name, StringComparer.Ordinal), takesBytes);
        ProtoMessage model = OnnxMessages.Model(IrVersion, Opset, "CnnTools", Version, graph, [(ClassNamesKey, JsonSerializer.Serialize(classNames))]);
        if (model.Size > ProtoMessage.MaximumSize)
            throw new CnnException(
                "OnnxTooLarge",
                CnnErrorCategory.InvalidData,
                Invariant($"An ONNX file holds at most {ProtoMessage.MaximumSize:N0} bytes; network '{network.Name}' would take {model.Size:N0}. Use fewer filters or units, or keep the model as safetensors."),
                network.Name);
        return model;
    }

    private static string Version => typeof(OnnxExporter).Assembly.GetName().Version!.ToString(3);
}
