using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using CnnTools.Core.Files;
using CnnTools.Core.ModelFiles;
using CnnTools.Core.Reports.Data;
using CnnTools.Core.Reports.Html;
using CnnTools.Core.Reports.Sections;

namespace CnnTools.Core.Reports;

/// <summary>Makes the page: one HTML file that needs nothing beside it and asks for nothing.</summary>
internal static class ReportPage
{
    // The default encoder escapes <, > and &: no name can end the element that the data stands in.
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All), Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) }, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.Strict,
    };

    private static readonly ReportSection[] s_sections =
    [
        new KeyFiguresSection(), new ComparisonSection(), new GatesSection(), new CurvesSection(), new ConfusionSection(), new ClassesSection(), new ReliabilitySection(), new SamplesSection(), new MistakesSection(),
        new PairsSection(), new NetworkSection(), new FactsSection("options", "Options", "What the training was told", static run => run.Options),
        new FactsSection("provenance", "Provenance", "Where the model comes from", static run => run.Provenance),
    ];

    /// <summary>Writes the page, the whole file or nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="report">What to show.</param>
    public static void Write(string path, ReportDocument report)
    {
        byte[] page = Encoding.UTF8.GetBytes(Render(report));
        AtomicFile.Write(path, stream => stream.Write(page));
    }

    /// <summary>The page's text.</summary>
    public static string Render(ReportDocument report)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(report.Run.Count, 1);
        var html = new HtmlWriter();
        html.Raw("<!DOCTYPE html>\n");
        using (html.Open("html", ("lang", "en")))
        {
            WriteHead(html, report);
            using (html.Open("body")) WriteBody(html, report);
        }

        return html.ToString();
    }

    private static void WriteHead(HtmlWriter html, ReportDocument report)
    {
        using (html.Open("head"))
        {
            html.Void("meta", ("charset", "utf-8"));
            html.Line();
            // Nothing may be loaded, sent or embedded; what runs and what styles is known by its hash, so that no name that got this far could become code.
            html.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content",
                $"default-src 'none'; script-src {ReportAssets.HashSource(ReportAssets.Library)} {ReportAssets.HashSource(ReportAssets.Script)}; style-src {ReportAssets.HashSource(ReportAssets.Style)}; img-src data:; base-uri 'none'; form-action 'none'"));
            html.Line();
            html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
            html.Void("meta", ("name", "color-scheme"), ("content", "light dark"));
            html.Void("meta", ("name", "generator"), ("content", $"CnnTools {ModelFile.EngineVersion}"));
            // The script reloads the page itself, and can be paused; without it the browser does.
            if (report.Refresh is { } refresh)
                using (html.Open("noscript")) html.Void("meta", ("http-equiv", "refresh"), ("content", Invariant($"{Math.Max(1, (int)refresh.TotalSeconds)}")));
            html.Element("title", report.Title);
            html.Line();
            using (html.Open("style")) html.Raw(ReportAssets.Style);
        }

        html.Line();
    }

    private static void WriteBody(HtmlWriter html, ReportDocument report)
    {
        ReportSection[] sections = [.. s_sections.Where(section => section.Has(report))];
        var charts = new List<Chart>();
        html.Element("a", "Skip to the figures", ("class", "skip"), ("href", "#main"));
        using (html.Open("header"))
        {
            html.Element("h1", report.Title);
            WriteStatus(html, report);
            using (html.Open("nav", ("aria-label", "Sections")))
            using (html.Open("ul"))
                foreach (ReportSection section in sections)
                    using (html.Open("li"))
                        html.Element("a", section.Heading, ("href", "#" + section.Id));
        }

        html.Line();
        using (html.Open("main", ("id", "main")))
        {
            using (html.Open("noscript")) html.Element("p", "Charts and sorting need JavaScript, which is off. The numbers of every chart are in the table below it.", ("class", "note"));
            foreach (ReportSection section in sections)
            {
                using (html.Open("section", ("aria-labelledby", section.Id)))
                {
                    html.Element("h2", section.Heading, ("id", section.Id));
                    html.Line();
                    section.Write(html, report, charts);
                }

                html.Line();
            }
        }

        using (html.Open("footer"))
            html.Element("p", $"Written by CnnTools {ModelFile.EngineVersion}. Charts: Chart.js 4.6.1, © 2014-2026 Chart.js Contributors, MIT licence. This page needs no network and asks for nothing.");
        html.Element("div", "", ("id", "announcer"), ("role", "status"), ("aria-live", "polite"), ("class", "unseen"));
        html.Line();
        WriteScripts(html, charts);
    }

    private static void WriteStatus(HtmlWriter html, ReportDocument report)
    {
        using (html.Open("p", ("class", "status")))
        {
            string written = Invariant($"{report.Written.ToUniversalTime():yyyy-MM-dd HH:mm:ss} UTC");
            html.Text(report.Refresh is null ? "Written " : "Training runs. Last epoch at ");
            html.Element("time", written, ("datetime", Invariant($"{report.Written.ToUniversalTime():yyyy-MM-ddTHH:mm:ssZ}")));
            if (report.Refresh is { } refresh)
            {
                html.Text(" ");
                html.Element("button", "Pause updates", ("type", "button"), ("id", "live"), ("aria-pressed", "false"), ("data-seconds", Invariant($"{refresh.TotalSeconds:0.###}")), ("hidden", ""));
            }
        }

        html.Line();
        if ((report.Gates ?? (report.Run.Count == 1 ? report.Run[0].Gates : null)) is { } gates) GatesSection.WriteVerdict(html, gates);
    }

    private static void WriteScripts(HtmlWriter html, List<Chart> charts)
    {
        using (html.Open("script", ("type", "application/json"), ("id", "charts"))) html.Raw(JsonSerializer.Serialize(charts, s_json));
        html.Line();
        html.Raw($"<!--\n{ReportAssets.LibraryLicence}-->\n");
        using (html.Open("script")) html.Raw(ReportAssets.Library);
        html.Line();
        using (html.Open("script")) html.Raw(ReportAssets.Script);
    }
}
