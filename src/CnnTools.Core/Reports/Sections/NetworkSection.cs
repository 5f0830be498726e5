using CnnTools.Core.Networks;
using CnnTools.Core.Reports.Data;
using CnnTools.Core.Reports.Html;
using CnnTools.Core.Text;

namespace CnnTools.Core.Reports.Sections;

/// <summary>The network, a line a layer.</summary>
internal sealed class NetworkSection() : ReportSection("network", "Network")
{
    public override bool Has(ReportDocument report) => report.Run.Any(static run => run.Network is not null);

    public override void Write(HtmlWriter html, ReportDocument report, ICollection<Chart> charts) => WriteEach(html, report);

    private static void WriteEach(HtmlWriter html, ReportDocument report)
    {
        // Runs of one network share its table.
        foreach (IGrouping<string, ReportRun> runs in report.Run.Where(static run => run.Network is not null).GroupBy(static run => NetworkJson.Serialize(run.Network!), StringComparer.Ordinal))
        {
            string names = string.Join(", ", runs.Select(static run => run.Name));
            if (report.Run.Count > 1) html.Element("h3", names);
            WriteNetwork(html, runs.First().Network!, report.Run.Count > 1 ? $"{names}: Layers of the network" : "Layers of the network");
        }
    }

    private static void WriteNetwork(HtmlWriter html, CnnNetwork network, string caption)
    {
        IReadOnlyList<CnnLayerSummary> layers = NetworkSummary.Of(network);
        NetworkTotals totals = NetworkSummary.TotalsOf(network);
        html.Element("p", Invariant($"{network.Name} takes images of {network.Height}x{network.Width}x{network.Channels}. FLOPs are of one image in use; a multiply-add counts as two."), ("class", "note"));
        var table = new Table(
            caption, new Column("Layer", IsNumber: false), new Column("Kind", IsNumber: false), new Column("Output", IsNumber: false), new Column("Parameters"), new Column("Not trained"), new Column("FLOPs"),
            new Column("Output size"));
        foreach (CnnLayerSummary layer in layers)
            table.Add(
                layer.Layer, layer.Kind, layer.OutputShape, Figures.Whole(layer.Parameters), Figures.Whole(layer.NonTrainable), Figures.Whole(layer.Flops), new Cell(Figures.Bytes(layer.OutputBytes), layer.OutputBytes));
        table.AddFooter("Total", "", "", Figures.Whole(totals.Parameter), Figures.Whole(totals.NonTrainable), Figures.Whole(totals.Flop), Figures.Bytes(totals.ActivationByte));
        table.Write(html);
    }
}
