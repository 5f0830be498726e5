using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using CnnTools.Engine.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Persistence;

/// <summary>A model as one file: weights in safetensors, and in its metadata the network, class names, preprocessing and provenance. No code.</summary>
internal static class ModelFile
{
    private static readonly JsonSerializerOptions s_json = new() { Converters = { new JsonStringEnumConverter() }, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Writes the model; the file at the path is either the former one or the whole new one.</summary>
    public static void Save(string path, CnnModule model, ModelProvenance provenance)
    {
        SafeTensorsWriter.Entry[] tensors = [.. model.state_dict().Select(static pair => ToEntry(pair.Key, pair.Value))];
        Dictionary<string, string> metadata = Metadata(provenance);
        AtomicFile.Write(path, stream => SafeTensorsWriter.Write(stream, tensors, metadata));
    }

    private static SafeTensorsWriter.Entry ToEntry(string name, Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        string type = tensor.dtype switch
        {
            ScalarType.Float32 => "F32",
            ScalarType.Int64 => "I64",
            _ => throw new InvalidOperationException($"'{name}' has type {tensor.dtype}; models hold Float32 and Int64 only."),
        };
        return new SafeTensorsWriter.Entry(name, type, tensor.shape, tensor.detach().cpu().contiguous().bytes.ToArray());
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
