using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace CnnTools.Build.Tasks;

/// <summary>
/// Holds a model to its gates. Where nothing changed the stored verdict is reported again: a build that failed once fails until something changes.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class VerifyCnnModel : WorkerTask
{
    private const string Header = "cnntools-verdict/1";

    private static readonly string[] s_endings = [".gate.json", ".gate.junit.xml", ".gate.sarif", ".gate.md", ".gate.verdict"];

    /// <summary>The file that the SARIF report points at.</summary>
    public string? ReportLocation { get; set; }

    /// <summary>The reports, with the metadata <c>CnnModel</c>.</summary>
    [Output]
    public ITaskItem[] Reports { get; private set; } = [];

    /// <summary>The model, where its gates let it through.</summary>
    [Output]
    public ITaskItem? PassedModel { get; private set; }

    /// <summary>What was evaluated: metadata <c>CnnModel</c>.</summary>
    public ITaskItem[] Evaluations { get; set; } = [];

    private protected override string Verb => "gate";

    private protected override bool DiscardsFormerOutputs => true;

    private protected override bool Concerns(ModelSpec model)
    {
        if (Evaluations.Any(evaluation => evaluation.GetMetadata("CnnModel") == model.Name)) return true;
        ReportError("CNN2025", $"{model.Name}: its gates were not judged, because it was not evaluated; see the errors before this one.");
        return false;
    }

    private protected override bool UsesCores => false;

    private protected override bool ErrorIsResult => true;

    private protected override IEnumerable<string> Arguments(ModelSpec model) => string.IsNullOrEmpty(ReportLocation) ? model.GateArguments() : [.. model.GateArguments(), "--location", ReportLocation!];

    private protected override IEnumerable<string> Inputs(ModelSpec model)
    {
        yield return "evaluation " + ContentHash.OfFile(model.EvaluationPath);
        if (model.NeedsBaseline) yield return "baseline " + ContentHash.OfFile(model.BaselinePath);
    }

    private protected override IEnumerable<string> Outputs(ModelSpec model) => s_endings.Select(ending => model.ReportPrefix + ending);

    // The gates' own lines are reported from the stored verdict, the same way now and in every later build.
    private protected override bool IsOwn(WorkerDiagnostic diagnostic) => !diagnostic.Code.StartsWith("CNN2", System.StringComparison.Ordinal);

    private protected override bool Conclude(ModelSpec model)
    {
        Reports = [.. Outputs(model).Take(4).Select(path => new TaskItem(path, new Dictionary<string, string> { ["CnnModel"] = model.Name }))];
        string[] lines = File.ReadAllLines(model.ReportPrefix + ".gate.verdict");
        if (lines.Length == 0 || lines[0] != Header)
        {
            ReportError("CNN2024", $"{model.Name}: expected the stored verdict to begin with '{Header}'; found '{lines.FirstOrDefault()}'. Delete {model.ReportPrefix}.gate.verdict and build again.");
            return false;
        }

        bool passed = true;
        foreach (string line in lines.Skip(1))
        {
            string[] parts = line.Split(['\t'], 4);
            string gate = parts.Length == 4 && parts[2].Length > 0 ? $"{parts[2]}: " : "";
            switch (parts.Length == 4 ? parts[0] : "")
            {
                case "passed":
                    Log.LogMessage(MessageImportance.Normal, "{0}", $"{model.Name}: passed {gate}{parts[3]}");
                    break;
                case "warning":
                    ReportWarning(parts[1], $"{model.Name}: {gate}{parts[3]}");
                    break;
                case "error":
                    passed = false;
                    ReportError(parts[1], $"{model.Name}: {gate}{parts[3]}");
                    break;
                default:
                    passed = false;
                    ReportError("CNN2024", $"{model.Name}: the stored verdict holds a line that cannot be read: '{line}'. Delete {model.ReportPrefix}.gate.verdict and build again.");
                    break;
            }
        }

        if (passed)
        {
            PassedModel = Model;
            int held = CountGates(lines, "passed"), missed = CountGates(lines, "warning");
            string verdict = (held, missed) switch
            {
                (0, 0) => "no gate is set.",
                (_, 0) => $"passed {held} {(held == 1 ? "gate" : "gates")}.",
                _ => $"passed {held} of {held + missed} gates; see the warnings.",
            };
            Log.LogMessage(MessageImportance.High, "{0}", $"{model.Name}: {verdict}");
        }

        return passed;
    }

    // A line without a gate's name is a remark.
    private static int CountGates(IEnumerable<string> lines, string kind) => lines.Select(static line => line.Split(['\t'], 4)).Count(parts => parts.Length == 4 && parts[0] == kind && parts[2].Length > 0);
}
