using System.Text.Json;
using CnnTools.Core.Images;
using CnnTools.Core.Networks;

namespace CnnTools.Core.ModelFiles;

/// <summary>A model file, read and checked, not yet turned into tensors: needs no libtorch.</summary>
internal sealed class ModelDocument
{
    private ModelDocument(string path, CnnNetwork network, IReadOnlyList<string> classNames, SafeTensorsContent content, ImagePreparation preparation, JsonElement provenance, long length) =>
        (Path, Network, ClassNames, Content, Preparation, Provenance, Length) = (path, network, classNames, content, preparation, provenance, length);

    /// <summary>Full path of the file.</summary>
    public string Path { get; }

    /// <summary>The network.</summary>
    public CnnNetwork Network { get; }

    /// <summary>Class names in label order.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Metadata and weights.</summary>
    public SafeTensorsContent Content { get; }

    /// <summary>How image files become the network's input; <see cref="ImagePreparation.Earlier"/> if the file does not say.</summary>
    public ImagePreparation Preparation { get; }

    /// <summary>Where the model comes from; of kind Undefined where the file does not say.</summary>
    public JsonElement Provenance { get; }

    /// <summary>Size of the file in bytes.</summary>
    public long Length { get; }

    /// <summary>Reads a model file and checks everything in it against everything else.</summary>
    /// <exception cref="CnnException">The file is missing (<c>ModelNotFound</c>), no safetensors file (<c>ModelFile…</c>), not ours
    /// (<c>ModelFormatUnknown</c>), or its parts do not fit together (<c>ModelMetadataInvalid</c>, <c>ModelWeightsInvalid</c>,
    /// <c>NetworkInvalid</c>).</exception>
    public static ModelDocument Read(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        SafeTensorsContent content = SafeTensorsReader.Read(full);
        if (!content.Metadata.TryGetValue("format", out string? format) || format != "cnntools")
            throw new CnnException("ModelFormatUnknown", CnnErrorCategory.InvalidData, $"'{full}': expected a model written by CnnTools; found safetensors without its metadata. For weights from PyTorch use Import-CnnModel with the name of a network.", full);
        if (content.Metadata.GetValueOrDefault("format_version") != "1")
            throw new CnnException("ModelFormatUnknown", CnnErrorCategory.InvalidData, $"'{full}': expected format version 1; found '{content.Metadata.GetValueOrDefault("format_version")}'. Use a newer CnnTools.", full);
        CnnNetwork network = NetworkJson.Parse(Text(content, "network", full));
        string[] classNames = Json(content, "classes", full, static element => element.EnumerateArray().Select(static name => name.GetString() ?? throw new JsonException("a name is null")).ToArray());
        ShapeInference.CheckFits(network, network.Height, network.Width, network.Channels, classNames.Length);
        ImagePreparation preparation = ReadPreparation(content, network, full);
        WeightCheck.Check(network, content.Tensors, full);
        JsonElement provenance = content.Metadata.ContainsKey("provenance") ? Json(content, "provenance", full, static element => element.Clone()) : default;
        return new ModelDocument(full, network, classNames, content, preparation, provenance, new FileInfo(full).Length);
    }

    /// <summary>What users see of the file.</summary>
    public CnnModelInfo ToInfo() => new()
    {
        Path = Path,
        Architecture = Network.Name,
        InputShape = Invariant($"{Network.Height}x{Network.Width}x{Network.Channels}"),
        Classes = ClassNames,
        Parameters = NetworkSummary.TotalsOf(Network).Parameter,
        Bytes = Length,
        Dataset = Value("Dataset", JsonValueKind.String)?.GetString(),
        TestAccuracy = Value("Test", JsonValueKind.Object) is { } test && test.TryGetProperty("Accuracy", out JsonElement accuracy) && accuracy.TryGetDouble(out double share) ? share : null,
        Epoch = Value("BestEpoch", JsonValueKind.Number) is { } epoch && epoch.TryGetInt32(out int number) ? number : null,
        Seed = Seed,
    };

    /// <summary>What the training watched to stop and to choose its best epoch; null where the file does not say.</summary>
    public string? ValidationSplit => Value("ValidationSplit", JsonValueKind.String)?.GetString();

    /// <summary>The fraction of a folder without a test split that its training held out as one, by the images' content; 0 if it held none out.</summary>
    public double TestSplit => Value("TestSplit", JsonValueKind.Number) is { } fraction && fraction.TryGetDouble(out double value) && value is > 0 and < 1 ? value : 0;

    /// <summary>Whether its training left out image files that cannot be read.</summary>
    public bool SkipBroken => Value("SkipBroken", JsonValueKind.True) is not null;

    /// <summary>The seed of its training; null if the file does not say.</summary>
    public long? Seed => Value("Seed", JsonValueKind.Number) is { } seed && seed.TryGetInt64(out long value) ? value : null;

    /// <summary>The device it was trained on; null where the file does not say.</summary>
    public string? Device => Value("Device", JsonValueKind.String)?.GetString();

    /// <summary>Why its training ended; null where the file does not say, because the training never came to its end.</summary>
    public CnnStopReason? StopReason => Value("StopReason", JsonValueKind.String) is { } reason && Enum.TryParse(reason.GetString(), out CnnStopReason value) ? value : null;

    /// <summary>What the file says about its training, by name.</summary>
    public IReadOnlyDictionary<string, string> Options => Provenance.ValueKind != JsonValueKind.Object
        ? new Dictionary<string, string>(StringComparer.Ordinal)
        : Provenance.EnumerateObject().Where(static property => property.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
            .DistinctBy(static property => property.Name).ToDictionary(static property => property.Name, static property => property.Value.ToString(), StringComparer.Ordinal);

    /// <summary>The epochs of its training; none where the file does not say.</summary>
    /// <exception cref="CnnException">They are not what they should be: id <c>ModelMetadataInvalid</c>.</exception>
    public IReadOnlyList<CnnEpochResult> ReadHistory() => Content.Metadata.ContainsKey("history")
        ? Json(Content, "history", Path, static element => element.Deserialize<CnnEpochResult[]>() is { } epochs && Array.TrueForAll(epochs, static epoch => epoch is not null) ? epochs : throw new JsonException("an epoch is null"))
        : [];

    /// <summary>The grade at the end of its training; null where the file does not say.</summary>
    public EvaluationScore? ReadTest() =>
        Value("Test", JsonValueKind.Object) is { } test && Number(test, "Loss") is { } loss && Number(test, "Accuracy") is { } accuracy && Number(test, "Count") is { } count ? new(loss, accuracy, (int)Math.Clamp(count, 0, int.MaxValue)) : null;

    private static double? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number) ? number : null;

    private JsonElement? Value(string name, JsonValueKind kind) =>
        Provenance.ValueKind == JsonValueKind.Object && Provenance.TryGetProperty(name, out JsonElement value) && value.ValueKind == kind ? value : null;

    /// <summary>There is one way of preparing images so far; a file that names another one is not guessed at.</summary>
    private static ImagePreparation ReadPreparation(SafeTensorsContent content, CnnNetwork network, string path) => Json(content, "preprocessing", path, element =>
        element.GetProperty("input").GetString() == "uint8" && Math.Abs(element.GetProperty("scale").GetDouble() - (1 / 255.0)) < 1e-12 && element.GetProperty("layout").GetString() == "NCHW"
            ? ImagePreparation.ReadFrom(element, network.Channels, network.Height, network.Width)
            : throw new JsonException("expected input uint8, scale 1/255, layout NCHW"));

    private static T Json<T>(SafeTensorsContent content, string key, string path, Func<JsonElement, T> read)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(Text(content, key, path), new JsonDocumentOptions { MaxDepth = 16, AllowDuplicateProperties = false });
            return read(document.RootElement);
        }
        catch (Exception invalid) when (invalid is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new CnnException("ModelMetadataInvalid", CnnErrorCategory.InvalidData, $"'{path}': metadata '{key}' is not what it should be: {invalid.Message}. Save the model again.", path, invalid);
        }
    }

    private static string Text(SafeTensorsContent content, string key, string path) => content.Metadata.TryGetValue(key, out string? text)
        ? text
        : throw new CnnException("ModelMetadataInvalid", CnnErrorCategory.InvalidData, $"'{path}': expected metadata '{key}'; there is none. Save the model again.", path);
}
