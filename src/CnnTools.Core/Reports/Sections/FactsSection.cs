using CnnTools.Core.Reports.Data;
using CnnTools.Core.Reports.Html;

namespace CnnTools.Core.Reports.Sections;

/// <summary>Names and values: what the training was told, or where the model comes from.</summary>
/// <param name="id">Id of the section.</param>
/// <param name="heading">Its heading.</param>
/// <param name="caption">What its table shows.</param>
/// <param name="facts">The names and values of a run.</param>
internal sealed class FactsSection(string id, string heading, string caption, Func<ReportRun, IReadOnlyList<KeyValuePair<string, string>>> facts) : ReportSection(id, heading)
{
    public override bool Has(ReportDocument report) => report.Run.Any(run => facts(run).Count > 0);

    public override void Write(HtmlWriter html, ReportDocument report, ICollection<Chart> charts)
    {
        // One table for all runs: what differs between them stands side by side.
        string[] names = [.. report.Run.SelectMany(facts).Select(static fact => fact.Key).Distinct(StringComparer.Ordinal)];
        Column[] columns = report.Run.Count == 1 ? [new("Name", IsNumber: false), new("Value", IsNumber: false)] : [new("Name", IsNumber: false), .. report.Run.Select(static run => new Column(run.Name, IsNumber: false))];
        var table = new Table(caption, columns);
        foreach (string name in names)
            table.Add([name, .. report.Run.Select(run => new Cell(facts(run).FirstOrDefault(fact => fact.Key == name).Value ?? "", Class: "prose"))]);
        table.Write(html, sortable: false);
    }
}
