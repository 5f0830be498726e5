using System.Text;
using System.Text.Json;
using CnnTools.Core.Files;

namespace CnnTools.Core.Networks;

/// <summary>
/// Networks as JSON: an object with <c>name</c>, <c>height</c>, <c>width</c>, <c>channels</c> and <c>layer</c>, an array of objects with <c>kind</c> and the
/// properties of that kind. Written in camelCase with enumerations by name and without what is null; read with upper and lower case alike, so that
/// PowerShell's <c>ConvertTo-Json -EnumsAsStrings</c> is understood as well. What is not in the vocabulary is an error.
/// </summary>
public static class NetworkJson
{
    /// <summary>Largest size of a network in JSON: a thousand layers with every property fit several times.</summary>
    public const int MaximumByte = 1 << 20;

    /// <summary>Levels of JSON in which a network may be nested: itself, its layers, a layer, and two more for each layer inside a layer; one is left over,
    /// so that a value of the wrong type has a better message.</summary>
    private const int MaximumDepth = 3 + 2 * ShapeInference.MaximumNesting + 1;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a network from text.</summary>
    /// <param name="json">The JSON.</param>
    /// <exception cref="CnnException">It is no JSON, holds what the vocabulary does not know, or the layers do not fit together: id
    /// <c>NetworkInvalid</c>.</exception>
    public static CnnNetwork Parse(string json) => Parse(json, "The text");

    /// <summary>Reads a network from a file.</summary>
    /// <param name="path">The file, UTF-8.</param>
    /// <exception cref="CnnException">There is no such file (<c>ArchitectureNotFound</c>), or it is no valid network (<c>NetworkInvalid</c>).</exception>
    public static CnnNetwork Load(string path)
    {
        string fullPath = Path.GetFullPath(path);
        if (Directory.Exists(fullPath))
            throw new CnnException(NetworkError.NotFoundId, CnnErrorCategory.ObjectNotFound, $"'{fullPath}' is a folder. Give the path of a network in JSON, a file that ends in .json.", fullPath);

        byte[] bytes;
        try
        {
            using var stream = new FileStream(fullPath, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length > MaximumByte) throw TooLarge($"The file '{fullPath}'", stream.Length, fullPath);
            bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CnnException(NetworkError.NotFoundId, CnnErrorCategory.ObjectNotFound, $"There is no file '{fullPath}'. Give the path of a network in JSON, or one of the names {string.Join(", ", NetworkCatalog.All.Select(network => network.Name))}.", fullPath, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CnnException(NetworkError.InvalidId, CnnErrorCategory.InvalidData, $"The network '{fullPath}' cannot be read: {error.Message}", fullPath, error);
        }

        string json;
        try
        {
            // A byte order mark, as Windows PowerShell writes it, is no part of the text.
            ReadOnlySpan<byte> text = bytes;
            json = StrictUtf8.GetString(text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text);
        }
        catch (DecoderFallbackException error)
        {
            throw new CnnException(NetworkError.InvalidId, CnnErrorCategory.InvalidData, $"The file '{fullPath}' is not UTF-8 text. Save it as UTF-8.", fullPath, error);
        }
        return Parse(json, $"The file '{fullPath}'");
    }

    /// <summary>Writes a network as indented JSON, lines ended by a line feed.</summary>
    /// <param name="network">The network.</param>
    /// <exception cref="CnnException">The network is invalid: id <c>NetworkInvalid</c>.</exception>
    public static string Serialize(CnnNetwork network)
    {
        ShapeInference.Infer(network);
        return NetworkJsonWriter.Write(network);
    }

    /// <summary>Writes a network to a file, whole or not at all.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file; replaced where it exists.</param>
    /// <exception cref="CnnException">The network is invalid: id <c>NetworkInvalid</c>.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(CnnNetwork network, string path)
    {
        byte[] bytes = StrictUtf8.GetBytes(Serialize(network) + "\n");
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    /// <summary>Reads a network from text.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="source">Where it comes from, as messages begin: <c>The text</c>.</param>
    /// <exception cref="CnnException">As for <see cref="Parse(string)"/>.</exception>
    public static CnnNetwork Parse(string json, string source) => Read(json, source, static (root, source) =>
    {
        CnnNetwork network = NetworkJsonReader.Read(root, source);
        if (network.Layers.Count == 0) throw NetworkError.About(network, "it has no layers.");
        ShapeInference.Infer(network);
        return network;
    });

    /// <summary>Reads a list of layers from text. Whether they fit together is not checked.</summary>
    /// <param name="json">The JSON: an array.</param>
    /// <param name="source">Where it comes from, as messages begin.</param>
    /// <exception cref="CnnException">As for <see cref="Parse(string)"/>.</exception>
    public static IReadOnlyList<CnnLayer> ParseLayers(string json, string source) => Read<IReadOnlyList<CnnLayer>>(json, source, NetworkJsonReader.ReadLayers);

    private static T Read<T>(string json, string source, Func<JsonElement, string, T> read)
    {
        if (json.Length > MaximumByte) throw TooLarge(source, json.Length, null);
        if (string.IsNullOrWhiteSpace(json))
            throw new CnnException(NetworkError.InvalidId, CnnErrorCategory.InvalidData, $"{source} is empty; expected a network in JSON.", source);
        try
        {
            // What is nested deeper is no network, and a hostile file cannot exhaust the stack.
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaximumDepth });
            return read(document.RootElement, source);
        }
        catch (CnnException error) when (!error.Message.StartsWith(source, StringComparison.Ordinal))
        {
            throw new CnnException(error.ErrorId, error.Category, $"{source}: {error.Message}", error.Target, error);
        }
        catch (JsonException error)
        {
            throw new CnnException(NetworkError.InvalidId, CnnErrorCategory.InvalidData, $"{source} is no valid JSON{Place(error)}: {Cause(error)}", source, error);
        }
        catch (InvalidOperationException error)
        {
            // The parser finds half a surrogate pair (\ud800) only when the text is asked for.
            throw new CnnException(NetworkError.InvalidId, CnnErrorCategory.InvalidData, $"{source} is no valid JSON: {error.Message}", source, error);
        }
    }

    /// <summary>Where the text goes wrong, counted from 1 as editors do; the parser counts from 0.</summary>
    private static string Place(JsonException error) =>
        error.LineNumber is { } line && error.BytePositionInLine is { } position ? $" at line {line + 1}, column {position + 1}" : string.Empty;

    /// <summary>The parser's own words without its place and without advice to programmers.</summary>
    private static string Cause(JsonException error)
    {
        int place = error.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        string cause = place < 0 ? error.Message : error.Message[..place];
        return cause.Replace(" which is not supported in this mode. Change the reader options.", "; take it away.", StringComparison.Ordinal);
    }

    private static CnnException TooLarge(string source, long size, object? target) =>
        new(NetworkError.InvalidId, CnnErrorCategory.InvalidData, Invariant($"{source} has {size:N0} bytes; a network in JSON has at most {MaximumByte:N0}. Is it a network?"), target);
}
