using CnnTools.Core.Reports.Data;
using CnnTools.Core.Reports.Html;

namespace CnnTools.Core.Reports.Sections;

/// <summary>One part of the page, under a heading of its own.</summary>
/// <param name="id">Its id in the page.</param>
/// <param name="heading">Its heading.</param>
internal abstract class ReportSection(string id, string heading)
{
    /// <summary>Its id in the page.</summary>
    public string Id => id;

    /// <summary>Its heading.</summary>
    public string Heading => heading;

    /// <summary>Whether the report holds anything for it.</summary>
    public abstract bool Has(ReportDocument report);

    /// <summary>Writes what stands below the heading.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="report">What to show.</param>
    /// <param name="charts">Takes the charts that the page's script is to draw.</param>
    public abstract void Write(HtmlWriter html, ReportDocument report, ICollection<Chart> charts);

    /// <summary>Does something for each run that has what is needed, under its name where there are several runs.</summary>
    private protected static void ForEachRun(HtmlWriter html, ReportDocument report, Func<ReportRun, bool> has, Action<ReportRun, int> write)
    {
        for (int i = 0; i < report.Run.Count; i++)
        {
            if (!has(report.Run[i])) continue;
            if (report.Run.Count > 1) html.Element("h3", report.Run[i].Name);
            write(report.Run[i], i);
        }
    }

    /// <summary>A name of a run in front of a caption, where there are several.</summary>
    private protected static string Named(ReportDocument report, ReportRun run, string caption) => report.Run.Count > 1 ? $"{run.Name}: {caption}" : caption;

    /// <summary>A chart's place in the page: the canvas, a sentence for those who do not see it, and below it the same numbers as a table.</summary>
    private protected static void WriteChart(HtmlWriter html, Chart chart, string title, string summary, Table? numbers, ICollection<Chart> charts, bool wide = false)
    {
        charts.Add(chart);
        using (html.Open("figure", ("class", $"chart{(numbers is null ? "" : " numbers")}{(wide ? " wide" : "")}")))
        {
            html.Element("figcaption", title);
            using (html.Open("div", ("class", "plot")))
                html.Element("canvas", "", ("id", chart.Id), ("role", "img"), ("aria-label", $"{title}. {summary} Left and right arrow keys read the values."), ("tabindex", "0"));
            if (numbers is not null) WriteNumbers(html, title, numbers);
        }
    }

    /// <summary>Numbers that are there for whoever wants them, out of the way of the others.</summary>
    private protected static void WriteNumbers(HtmlWriter html, string title, Table numbers)
    {
        using (html.Open("details"))
        {
            html.Element("summary", $"{title} as a table");
            numbers.Write(html);
        }
    }
}
