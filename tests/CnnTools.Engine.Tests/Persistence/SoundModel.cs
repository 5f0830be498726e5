using System.Text.Json;
using CnnTools.Core.ModelFiles;
using CnnTools.Core.Networks;
using CnnTools.Engine.Tests.Export;
using CnnTools.Engine.Tests.Models;

namespace CnnTools.Engine.Tests.Persistence;

/// <summary>A sound model file as its parts, for tests that change one of them.</summary>
internal sealed class SoundModel
{
    public static CnnNetwork Network { get; } = Nets.Of(
        6, 6, 3, Nets.Conv(4, 3, activation: CnnActivation.ReLU), Nets.Plain(CnnLayerKind.BatchNorm2d), Nets.Flatten(), Nets.Dense(8, CnnActivation.ReLU), Nets.Dropout(0.2), Nets.Dense(2));

    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal)
    {
        ["format"] = "cnntools",
        ["format_version"] = "1",
        ["network"] = NetworkJson.Serialize(Network),
        ["classes"] = JsonSerializer.Serialize((string[])["cat", "dog"]),
        ["preprocessing"] = """{"input":"uint8","scale":0.00392156862745098,"layout":"NCHW"}""",
        ["provenance"] = """{"Dataset":"Pets","BestEpoch":3,"Seed":7,"Test":{"Loss":0.5,"Accuracy":0.75,"Count":4}}""",
    };

    public List<SafeTensorsWriter.Entry> Tensors { get; set; } = [.. ExportCases.Weights(Network, seed: 1).Where(tensor => !WeightCheck.IsBatchCounter(tensor.Name))];

    public void Write(string path)
    {
        using FileStream stream = File.Create(path);
        SafeTensorsWriter.Write(stream, Tensors, Metadata);
    }
}
