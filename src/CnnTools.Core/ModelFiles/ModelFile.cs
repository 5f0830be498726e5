using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using CnnTools.Core.Files;
using CnnTools.Core.Images;
using CnnTools.Core.Networks;

namespace CnnTools.Core.ModelFiles;

/// <summary>A model as one file: weights in safetensors, and in its metadata the network, class names, preprocessing and provenance. No code.</summary>
internal static class ModelFile
{
    private static readonly JsonSerializerOptions s_json = new() { Converters = { new JsonStringEnumConverter() }, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>The library that writes the file.</summary>
    public static string? EngineVersion => typeof(ModelFile).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    /// <summary>Writes a model; the file at the path is either the former one or the whole new one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="network">The network.</param>
    /// <param name="classNames">Class names in label order.</param>
    /// <param name="tensors">Its weights, named and shaped as <see cref="WeightCheck.Expected"/> says. Batch counters are left out: nothing reads them.</param>
    /// <param name="provenance">Where the model comes from; its properties become JSON.</param>
    /// <param name="history">The epochs of its training; null if it was not trained here.</param>
    /// <param name="preparation">How image files become its input; null if it is not known.</param>
    public static void Save(
        string path, CnnNetwork network, IReadOnlyList<string> classNames, IReadOnlyList<SafeTensorsWriter.Entry> tensors, object provenance, IReadOnlyList<CnnEpochResult>? history = null,
        ImagePreparation? preparation = null)
    {
        SafeTensorsWriter.Entry[] weights = [.. tensors.Where(static tensor => !WeightCheck.IsBatchCounter(tensor.Name))];
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["format"] = "cnntools",
            ["format_version"] = "1",
            ["network"] = NetworkJson.Serialize(network),
            ["classes"] = JsonSerializer.Serialize(classNames, s_json),
            ["preprocessing"] = Preprocessing(preparation),
            ["provenance"] = JsonSerializer.Serialize(provenance, s_json),
        };
        if (history is not null) metadata["history"] = JsonSerializer.Serialize(history, s_json);
        AtomicFile.Write(path, stream => SafeTensorsWriter.Write(stream, weights, metadata));
    }

    private static string Preprocessing(ImagePreparation? preparation)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal) { ["input"] = "uint8", ["scale"] = 1 / 255.0, ["layout"] = "NCHW" };
        preparation?.WriteTo(values);
        return JsonSerializer.Serialize(values);
    }
}
