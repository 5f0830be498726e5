using System.Text.Json;
using System.Text.Json.Serialization;

namespace CnnTools.Core.Runs;

/// <summary>A run's record as its file holds it.</summary>
internal sealed record RunDocument
{
    /// <summary>Names of record files end in this.</summary>
    public const string Extension = ".run.json";

    private const int Version = 1;

    // A record is a few kilobytes; what is larger is none, and is not read into memory.
    private const long LargestFile = 64 << 20;

    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true, NewLine = "\n", Converters = { new JsonStringEnumConverter() }, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, AllowDuplicateProperties = false,
    };

    /// <summary>What kind of file this is.</summary>
    public string Format { get; init; } = "cnntools-run";

    /// <summary>The version of the format.</summary>
    public int FormatVersion { get; init; } = Version;

    /// <summary>The machine it ran on.</summary>
    public required string Machine { get; init; }

    /// <summary>The process it ran in.</summary>
    public required int Process { get; init; }

    /// <summary>When that process began, in ticks of UTC: numbers of processes come again.</summary>
    public required long ProcessStart { get; init; }

    /// <summary>The run.</summary>
    public required CnnRun Run { get; init; }

    /// <summary>Reads a record.</summary>
    /// <exception cref="CnnException">It is none: id <c>RunRecordInvalid</c>.</exception>
    public static RunDocument Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > LargestFile) throw new JsonException("it is too large");
            RunDocument document = JsonSerializer.Deserialize<RunDocument>(stream, s_json) ?? throw new JsonException("it is empty");
            if (document.Format != "cnntools-run" || document.FormatVersion != Version) throw new JsonException($"its format is {document.Format} {document.FormatVersion}, not cnntools-run {Version}");
            if (document.Run is not { Id: not null, Architecture: not null, Options: not null, History: not null } run || run.History.Any(static epoch => epoch is null)) throw new JsonException("a part of it is missing");
            return document;
        }
        catch (JsonException invalid)
        {
            throw new CnnException("RunRecordInvalid", CnnErrorCategory.InvalidData, $"'{path}': expected the record of a training; {invalid.Message}. Delete the file if nobody needs it.", path, invalid);
        }
    }

    /// <summary>Writes the record.</summary>
    public void Write(Stream stream) => JsonSerializer.Serialize(stream, this, s_json);
}
