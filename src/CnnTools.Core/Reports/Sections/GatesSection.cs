using CnnTools.Core.Gates;
using CnnTools.Core.Reports.Data;
using CnnTools.Core.Reports.Html;
using CnnTools.Core.Text;

namespace CnnTools.Core.Reports.Sections;

/// <summary>What the model was held to, and how it did.</summary>
internal sealed class GatesSection() : ReportSection("gates", "Gates")
{
    public override bool Has(ReportDocument report) => report.Gates is not null || report.Run.Any(static run => run.Gates is not null);

    public override void Write(HtmlWriter html, ReportDocument report, ICollection<Chart> charts)
    {
        if (report.Gates is { } gates) WriteTable(html, "Verdict of each gate", gates);
        ForEachRun(html, report, static run => run.Gates is not null, (run, _) =>
        {
            // One model's verdict stands at the top of the page already.
            if (report.Run.Count > 1) WriteVerdict(html, run.Gates!);
            WriteTable(html, Named(report, run, "Verdict of each gate"), run.Gates!);
        });
    }

    /// <summary>Writes the verdict in a few words, in its colour.</summary>
    internal static void WriteVerdict(HtmlWriter html, ReportGates gates) => html.Element("p", Verdict(gates), ("class", gates.Failing > 0 ? "verdict failed" : "verdict passed"));

    /// <summary>The verdict in a few words.</summary>
    internal static string Verdict(ReportGates gates)
    {
        int warnings = gates.Results.Count(static result => result.Outcome != CnnGateOutcome.Passed && !result.Fails);
        string warned = warnings > 0 ? $", {Figures.Counted(warnings, "warning")}" : "";
        if (gates.Results.Count == 0) return "No gate is set";
        return gates.Failing > 0 ? $"{gates.Failing} of {Figures.Counted(gates.Results.Count, "gate")} failed{warned}" : $"{gates.Results.Count - warnings} of {Figures.Counted(gates.Results.Count, "gate")} passed{warned}";
    }

    private static void WriteTable(HtmlWriter html, string caption, ReportGates gates)
    {
        if (gates.Results.Count > 0)
        {
            var table = new Table(caption, new Column("Gate", IsNumber: false), new Column("Verdict", IsNumber: false), new Column("Value"), new Column("Bound"), new Column("Why", IsNumber: false));
            foreach (CnnGateResult result in gates.Results)
                table.Add(result.Gate.ToString(), Outcome(result), new Cell(Value(result.Gate, result.Value), result.Value), new Cell(Value(result.Gate, result.Bound), result.Bound), new Cell(result.Reason, Class: "prose"));
            table.Write(html);
        }

        if (gates.Notes.Count == 0) return;
        using (html.Open("ul", ("class", "notes")))
            foreach (GateNote note in gates.Notes) html.Element("li", $"{note.Code}: {note.Text}");
    }

    private static Cell Outcome(CnnGateResult result) => result.Outcome switch
    {
        CnnGateOutcome.Passed => new Cell("✓ passed", Class: "good"),
        CnnGateOutcome.Missing => new Cell($"{(result.Fails ? "✕" : "!")} missing", Class: result.Fails ? "bad" : "warned"),
        _ => new Cell($"{(result.Fails ? "✕" : "!")} failed", Class: result.Fails ? "bad" : "warned"),
    };

    private static string Value(CnnGate gate, double? value) => value is not { } number ? "" : gate switch
    {
        CnnGate.MaxAccuracyDrop or CnnGate.MaxSuspiciousGain => Invariant($"{number:0.00} points"),
        CnnGate.MaxModelBytes or CnnGate.MaxParameters or CnnGate.MinTestImages => Invariant($"{number:N0}"),
        CnnGate.MaxLatencyMilliseconds => Invariant($"{number:0.00} ms"),
        CnnGate.FailOnSignificantDrop => Invariant($"p {number:0.0000}"),
        _ => Figures.Percent(number),
    };
}
