using System.Security.Cryptography;
using System.Text.Json;
using CnnTools.Core.Files;
using CnnTools.Core.ModelFiles;

namespace CnnTools.Core.Planning;

/// <summary>
/// A training at one moment, as one safetensors file: weights, best weights, averaged weights, optimizer state, and in the metadata the position, early
/// stopping, history and the
/// options it belongs to. Its last tensor is the SHA-256 of all bytes before it. The file before is kept until the new one has been read back and found sound.
/// </summary>
internal sealed class Checkpoint
{
    private const string HashName = "sha256";
    private const int HashLength = 32;

    private readonly SafeTensorsContent _content;

    private Checkpoint(SafeTensorsContent content, TrainingIdentity identity, TrainingState state) => (_content, Identity, State) = (content, identity, state);

    /// <summary>The options, data and machine of the training.</summary>
    public TrainingIdentity Identity { get; }

    /// <summary>Where the training was.</summary>
    public TrainingState State { get; }

    /// <summary>Writes a checkpoint.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">All tensors of the training, each with the name of its part before it: <c>optimizer/0/step</c>.</param>
    /// <param name="state">Where the training is.</param>
    /// <param name="identity">What it is.</param>
    public static void Write(string path, IEnumerable<SafeTensorsWriter.Entry> tensors, TrainingState state, TrainingIdentity identity)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["format"] = "cnntools-checkpoint",
            ["format_version"] = "1",
            ["identity"] = JsonSerializer.Serialize(identity),
            ["state"] = JsonSerializer.Serialize(state),
        };
        using var file = new MemoryStream();
        SafeTensorsWriter.Write(file, [.. tensors, new(HashName, "U8", [HashLength], new byte[HashLength])], metadata);
        Span<byte> bytes = file.GetBuffer().AsSpan(0, (int)file.Length);
        SHA256.HashData(bytes[..^HashLength], bytes[^HashLength..]);
        AtomicFile.WriteKeepingPrevious(path, file.WriteTo, static written => ReadSound(written));
    }

    /// <summary>Whether there is a checkpoint, or the one before it.</summary>
    public static bool Exists(string path) => AtomicFile.ExistsOrPrevious(path);

    /// <summary>Reads the checkpoint, or the one before it if the newest is missing or damaged.</summary>
    /// <param name="path">The checkpoint's path.</param>
    /// <param name="warn">Is told if the one before had to be taken.</param>
    /// <exception cref="CnnException">Neither is sound.</exception>
    public static Checkpoint Read(string path, Action<string> warn)
    {
        string previous = AtomicFile.PreviousOf(path);
        try
        {
            return ReadSound(path);
        }
        catch (CnnException damaged) when (File.Exists(previous))
        {
            Checkpoint before = ReadSound(previous);
            if (damaged.ErrorId != "ModelNotFound") warn($"{damaged.Message} Going on from the checkpoint before it.");
            return before;
        }
    }

    /// <summary>The tensors of one part, without its name before theirs.</summary>
    /// <param name="prefix">The part's name and a slash.</param>
    public SafeTensorsWriter.Entry[] Part(string prefix) =>
        [.. _content.Tensors.Where(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(tensor => tensor with { Name = tensor.Name[prefix.Length..] })];

    private static Checkpoint ReadSound(string path)
    {
        byte[] file;
        try
        {
            file = File.ReadAllBytes(path);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CnnException("ModelNotFound", CnnErrorCategory.ObjectNotFound, $"Expected a checkpoint at '{path}'; there is none.", path, missing);
        }

        using var stream = new MemoryStream(file);
        SafeTensorsContent content = SafeTensorsReader.Read(stream, file.Length, path);
        if (content.Tensors is not [.., { Name: HashName, Bytes.Length: HashLength }] || content.Metadata.GetValueOrDefault("format") != "cnntools-checkpoint")
            throw Bad(path, "it is no checkpoint of a training");
        if (!SHA256.HashData(file.AsSpan(0, file.Length - HashLength)).AsSpan().SequenceEqual(file.AsSpan(file.Length - HashLength))) throw Bad(path, "its content does not match its SHA-256");
        if (content.Metadata.GetValueOrDefault("format_version") != "1") throw Bad(path, "another version of CnnTools wrote it");
        try
        {
            return new Checkpoint(content, JsonSerializer.Deserialize<TrainingIdentity>(content.Metadata["identity"])!, JsonSerializer.Deserialize<TrainingState>(content.Metadata["state"])!);
        }
        catch (Exception invalid) when (invalid is JsonException or KeyNotFoundException)
        {
            throw Bad(path, $"its metadata cannot be read: {invalid.Message}", invalid);
        }
    }

    private static CnnException Bad(string path, string detail, Exception? inner = null) =>
        new("CheckpointInvalid", CnnErrorCategory.InvalidData, $"'{path}' cannot be resumed from: {detail}.", path, inner);
}
