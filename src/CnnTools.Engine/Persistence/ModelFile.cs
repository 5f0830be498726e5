using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using CnnTools.Engine.Models;

namespace CnnTools.Engine.Persistence;

/// <summary>A model as one file: weights in safetensors, and in its metadata the network, class names, preprocessing and provenance. No code.</summary>
internal static class ModelFile
{
    private static readonly JsonSerializerOptions s_json = new() { Converters = { new JsonStringEnumConverter() }, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Writes the model; the file at the path is either the former one or the whole new one.</summary>
    public static void Save(string path, CnnModule model, ModelProvenance provenance)
    {
        SafeTensorsWriter.Entry[] tensors = Weights.Save(model);
        Dictionary<string, string> metadata = Metadata(provenance);
        AtomicFile.Write(path, stream => SafeTensorsWriter.Write(stream, tensors, metadata));
    }

    private static Dictionary<string, string> Metadata(ModelProvenance provenance) => new(StringComparer.Ordinal)
    {
        ["format"] = "cnntools",
        ["format_version"] = "1",
        ["network"] = NetworkJson.Serialize(provenance.Plan.Network),
        ["classes"] = JsonSerializer.Serialize(provenance.ClassNames, s_json),
        ["preprocessing"] = """{"input":"uint8","scale":0.00392156862745098,"layout":"NCHW"}""",
        ["provenance"] = JsonSerializer.Serialize(
            new
            {
                Engine = typeof(ModelFile).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
                provenance.TorchVersion,
                Dataset = provenance.Plan.Train.Name,
                provenance.DatasetHash,
                provenance.Device,
                provenance.Plan.Thread,
                provenance.Plan.Precision,
                provenance.Plan.Seed,
                provenance.Plan.Optimizer,
                provenance.Plan.LearningRate,
                provenance.Plan.Momentum,
                provenance.Plan.WeightDecay,
                provenance.Plan.BatchSize,
                provenance.Plan.Epoch,
                provenance.Plan.Augmentation,
                provenance.Plan.ShiftFraction,
                provenance.Plan.AugmentationStartEpoch,
                ValidationSplit = provenance.Plan.ValidationSplit.ToString(),
                provenance.BestEpoch,
                provenance.Test,
            },
            s_json),
        ["history"] = JsonSerializer.Serialize(provenance.History, s_json),
    };
}
