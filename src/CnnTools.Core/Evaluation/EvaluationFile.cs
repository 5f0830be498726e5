using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CnnTools.Core.Files;

namespace CnnTools.Core.Evaluation;

/// <summary>The file that keeps the evaluations of a model, one for each seed it was trained with.</summary>
public static class EvaluationFile
{
    private const string Format = "cnntools-evaluation/1";

    internal static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
        MaxDepth = 16,
        // Class names in any script stay readable; the text goes into no web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes evaluations, the whole file or nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="runs">The evaluations, at least one, all of the same images.</param>
    public static void Write(string path, IReadOnlyList<EvaluationRecord> runs) =>
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, new Document(Format, runs), Json));

    /// <summary>Reads evaluations and checks that they fit together.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CnnException"><c>EvaluationNotFound</c>; <c>EvaluationInvalid</c>.</exception>
    public static IReadOnlyList<EvaluationRecord> Read(string path)
    {
        string full = Path.GetFullPath(path);
        if (!File.Exists(full)) throw new CnnException("EvaluationNotFound", CnnErrorCategory.ObjectNotFound, $"'{full}': expected the results of an evaluation; there is no such file. Evaluate the model first.", full);
        try
        {
            using FileStream stream = File.OpenRead(full);
            Document document = JsonSerializer.Deserialize<Document>(stream, Json) ?? throw new JsonException("it is null");
            if (document.Format != Format) throw new JsonException($"expected format {Format}; found {document.Format}");
            if (document.Run.Count == 0) throw new JsonException("it holds no evaluation");
            foreach (EvaluationRecord run in document.Run) Check(run, document.Run[0]);
            return document.Run;
        }
        catch (JsonException invalid)
        {
            throw new CnnException("EvaluationInvalid", CnnErrorCategory.InvalidData, $"'{full}': expected the results of an evaluation; {invalid.Message} Evaluate the model again.", full, invalid);
        }
    }

    private static void Check(EvaluationRecord run, EvaluationRecord first)
    {
        if (run.Count < 1 || CorrectnessBits.TryUnpack(run.Correct, run.Count) is not { } right) throw new JsonException("the answers do not fit the number of images.");
        if (Math.Abs(run.Accuracy - (double)right.Count(static image => image) / run.Count) > 1e-9) throw new JsonException("the answers do not add up to the accuracy.");
        if ((run.DatasetHash, run.Split, run.Count) != (first.DatasetHash, first.Split, first.Count)) throw new JsonException("its evaluations are of different images.");
    }

    private sealed record Document(string Format, IReadOnlyList<EvaluationRecord> Run);
}
