using System.Text.Json;
using CnnTools.Core.Evaluation;
using CnnTools.Core.Gates;

namespace CnnTools.Core.Reports.Data;

/// <summary>Reads verdicts that were passed and written already (<c>.gate.json</c>).</summary>
internal static class GateJsonReader
{
    private const string Format = "cnntools-gates/1";

    /// <summary>Reads the file.</summary>
    /// <exception cref="CnnException"><c>GateReportNotFound</c>; <c>GateReportInvalid</c>.</exception>
    public static ReportGates Read(string path)
    {
        string full = Path.GetFullPath(path);
        if (!File.Exists(full)) throw new CnnException("GateReportNotFound", CnnErrorCategory.ObjectNotFound, $"'{full}': expected the verdicts of a model's gates (.gate.json); there is no such file. Judge the model first.", full);
        try
        {
            using FileStream stream = File.OpenRead(full);
            Document document = JsonSerializer.Deserialize<Document>(stream, EvaluationFile.Json) ?? throw new JsonException("it is null");
            if (document.Format != Format) throw new JsonException($"expected format {Format}; found {document.Format}");
            return new ReportGates(document.Gate, document.Note);
        }
        catch (JsonException invalid)
        {
            throw new CnnException("GateReportInvalid", CnnErrorCategory.InvalidData, $"'{full}': expected the verdicts of a model's gates (.gate.json); {invalid.Message} Judge the model again.", full, invalid);
        }
    }

    private sealed record Document(string Format, IReadOnlyList<CnnGateResult> Gate, IReadOnlyList<GateNote> Note);
}
