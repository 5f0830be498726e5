using System.Text.Json;
using System.Text.Json.Nodes;
using CnnTools.Core.Evaluation;

namespace CnnTools.Core.Gates.Exporters;

/// <summary>Verdicts as SARIF 2.1.0, which code hosts show beside the lines of a change.</summary>
internal static class SarifWriter
{
    /// <summary>Writes the report.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="report">The verdicts.</param>
    /// <param name="location">The file that the verdicts are about: the project, or the model; relative to the repository where it is to be found
    /// there.</param>
    public static void Write(Stream output, GateReport report, string location)
    {
        var rules = new JsonArray([.. report.Results.Select(static result => result.Code).Concat(report.Notes.Select(static note => note.Code)).Distinct().Select(code => (JsonNode)new JsonObject
        {
            ["id"] = code,
            ["shortDescription"] = new JsonObject { ["text"] = Describe(code, report) },
        })]);
        var results = new JsonArray(
        [
            .. report.Results.Where(static result => result.Outcome != CnnGateOutcome.Passed).Select(result => Result(result.Code, result.Fails ? "error" : "warning", $"{result.Model}: {result.Reason}", location)),
            .. report.Notes.Select(note => Result(note.Code, "warning", $"{report.Model}: {note.Text}", location)),
        ]);
        var sarif = new JsonObject
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(new JsonObject
            {
                ["tool"] = new JsonObject { ["driver"] = new JsonObject { ["name"] = "CnnTools", ["version"] = report.Runs[0].Engine, ["rules"] = rules } },
                // Several models of one build are several analyses: without ids of their own, a code host would take the last for all of them.
                ["automationDetails"] = new JsonObject { ["id"] = $"CnnTools gates/{report.Model}/" },
                ["results"] = results,
            }),
        };
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, Encoder = EvaluationFile.Json.Encoder });
        sarif.WriteTo(writer);
    }

    private static JsonObject Result(string code, string level, string text, string location) => new JsonObject
    {
        ["ruleId"] = code,
        ["level"] = level,
        ["message"] = new JsonObject { ["text"] = text },
        ["locations"] = new JsonArray(new JsonObject { ["physicalLocation"] = new JsonObject { ["artifactLocation"] = new JsonObject { ["uri"] = Uri(location) }, ["region"] = new JsonObject { ["startLine"] = 1 } } }),
    };

    private static string Describe(string code, GateReport report) =>
        report.Results.FirstOrDefault(result => result.Code == code && GateCodes.Of(result.Gate) == code)?.Gate.ToString() ?? code switch
        {
            GateCodes.FigureMissing => "A figure is missing",
            GateCodes.BaselineMissing => "The baseline is missing",
            GateCodes.BaselineMismatch => "The baseline is of other images",
            _ => "The test split was tuned on",
        };

    private static string Uri(string path) => Path.IsPathFullyQualified(path) ? new Uri(path).AbsoluteUri : string.Join('/', path.Replace('\\', '/').Split('/').Select(System.Uri.EscapeDataString));
}
