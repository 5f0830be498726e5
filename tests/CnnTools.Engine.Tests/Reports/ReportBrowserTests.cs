using System.Reflection;
using System.Text.Json.Nodes;
using CnnTools.Core.Datasets;
using CnnTools.Core.Reports;
using CnnTools.Core.Reports.Data;
using CnnTools.Engine.Tests.Browser;
using static System.FormattableString;

namespace CnnTools.Engine.Tests.Reports;

/// <summary>The page in a real browser. Screenshots are left in <c>artifacts/report/</c>, to be looked at.</summary>
public sealed class ReportBrowserTests : IAsyncLifetime
{
    private static readonly string s_images = Path.Combine(
        typeof(ReportBrowserTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static entry => entry.Key == "RepositoryRoot").Value!, "artifacts", "report");

    private readonly string _folder = Directory.CreateTempSubdirectory("cnntools-report-").FullName;
    private Chromium? _browser;

    public async Task InitializeAsync()
    {
        if (Chromium.Missing is null) _browser = await Chromium.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [BrowserTheory]
    [InlineData("one", 1200, false)]
    [InlineData("one", 1200, true)]
    [InlineData("one", 360, false)]
    [InlineData("three", 1200, false)]
    [InlineData("three", 360, true)]
    [InlineData("runs", 1200, false)]
    [InlineData("runs", 1200, true)]
    [InlineData("runs", 360, false)]
    [InlineData("twelve", 360, true)]
    [InlineData("hostile", 800, false)]
    public async Task Draws_every_chart_without_a_complaint_or_a_request_and_fits_the_screen(string name, int width, bool dark)
    {
        string path = Write(name);
        Page page = await Page.CreateAsync(_browser!, width, 900, dark);
        await page.OpenAsync(path);
        await page.ScreenshotAsync(Path.Combine(s_images, $"{name}-{width}-{(dark ? "dark" : "light")}.png"));
        Assert.Empty(page.Complaints);
        Assert.Equal(new Uri(path).AbsoluteUri, Assert.Single(page.Requests));
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.NotEqual("pwned", await page.EvaluateAsync<string>("document.title"));

        // A canvas that was drawn on holds pixels of more than one colour.
        JsonNode canvases = JsonNode.Parse(await page.EvaluateAsync<string>("""
            JSON.stringify([...document.querySelectorAll('canvas')].map(canvas => {
              const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data, colors = new Set();
              for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 200) colors.add(data[i] << 16 | data[i + 1] << 8 | data[i + 2]);
              return [canvas.id, colors.size];
            }))
            """))!;
        Assert.Equal(name switch { "three" => 6, "runs" => 5, "twelve" => 3, _ => 4 }, canvases.AsArray().Count);
        Assert.All(canvases.AsArray(), canvas => Assert.True(canvas![1]!.GetValue<int>() > 3, $"{canvas[0]} is empty"));
        Assert.Equal(0, await page.EvaluateAsync<int>("[...document.images].filter(image => !image.complete || image.naturalWidth === 0).length"));
    }

    [BrowserTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Text_can_be_read_in_light_and_in_dark(bool dark)
    {
        Page page = await Page.CreateAsync(_browser!, 1200, 900, dark);
        await page.OpenAsync(Write("one"));
        // WCAG 2.2, 1.4.3: a contrast of at least 4.5, over what lies below the text, transparent layers included.
        string faint = await page.EvaluateAsync<string>("""
            (() => {
              const parse = text => { const n = text.match(/[\d.]+/g).map(Number); return [n[0], n[1], n[2], n.length > 3 ? n[3] : 1]; };
              const linear = v => { v /= 255; return v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; };
              const light = c => .2126 * linear(c[0]) + .7152 * linear(c[1]) + .0722 * linear(c[2]);
              const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
              const ground = element => element ? over(parse(getComputedStyle(element).backgroundColor), ground(element.parentElement)) : [255, 255, 255, 1];
              const found = [];
              for (const element of document.querySelectorAll('body *')) {
                if (![...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim())) continue;
                if (!element.getClientRects().length || element.closest('.unseen, .skip, script')) continue;
                const back = ground(element), ink = over(parse(getComputedStyle(element).color), back), a = light(ink), b = light(back);
                const contrast = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
                if (contrast < 4.5) found.push(`${element.tagName}.${element.className} '${element.textContent.slice(0, 20)}' ${contrast.toFixed(2)}`);
              }
              return found.join('\n');
            })()
            """);
        Assert.Equal("", faint);
    }

    [BrowserFact]
    public async Task Tables_are_sorted_by_click_and_by_key()
    {
        Page page = await Page.CreateAsync(_browser!, 1200, 900);
        await page.OpenAsync(Write("one"));
        const string table = "section[aria-labelledby=classes] table", recall = table + " th:nth-child(3)";
        ReportRun run = SampleReport.Run();
        double[] recalls = [.. Enumerable.Range(0, 10).Select(label => (double)run.Evaluation!.Matrix[label, label] / run.Evaluation.Matrix.TrueCount(label))];

        await page.ClickAsync(recall + " button");
        Assert.Equal(recalls.OrderDescending().Select(static value => Invariant($"{100 * value:0.00}%")), await ColumnAsync(page, table, 3));
        Assert.Equal("descending", await page.EvaluateAsync<string>($"document.querySelector('{recall}').ariaSort"));

        // The focus stands on the heading that was clicked: keys go on from there.
        await page.PressAsync("Enter", 13, "\r");
        Assert.Equal(recalls.Order().Select(static value => Invariant($"{100 * value:0.00}%")), await ColumnAsync(page, table, 3));
        Assert.Equal("ascending", await page.EvaluateAsync<string>($"document.querySelector('{recall}').ariaSort"));
        Assert.Equal("Sorted by Recall, ascending.", await page.EvaluateAsync<string>("document.getElementById('announcer').textContent"));

        await page.EvaluateAsync<bool>($"document.querySelector('{table} th:nth-child(1) button').focus() ?? true");
        await page.PressAsync(" ", 32, " ");
        Assert.Equal(SampleReport.Images.ClassNames.Order(StringComparer.Ordinal), await ColumnAsync(page, table, 1));
        Assert.Equal(1, await page.EvaluateAsync<int>($"document.querySelectorAll('{table} [aria-sort]').length"));
        Assert.Equal(3, await page.EvaluateAsync<int>($"document.querySelector('{table}').tFoot.rows.length"));
    }

    [BrowserFact]
    public async Task Runs_are_sorted_by_what_they_were_told_and_by_what_came_of_it()
    {
        Page page = await Page.CreateAsync(_browser!, 1200, 900);
        await page.OpenAsync(Write("runs"));
        const string section = "section[aria-labelledby=comparison] .scroll";
        string told = section + ":nth-of-type(2) table";
        Assert.Equal("Run,LearningRate,BatchSize,Seed", await page.EvaluateAsync<string>($"[...document.querySelector('{told}').tHead.rows[0].cells].map(cell => cell.textContent).join()"));
        await page.ClickAsync(told + " th:nth-child(2) button");
        Assert.Equal(["0.003", "0.001", "0.001", "0.0003"], await ColumnAsync(page, told, 2));
        string figures = section + ":nth-of-type(1) table";
        await page.ClickAsync(figures + " th:nth-child(3) button");
        // A run that was killed has no grade, and comes last.
        Assert.Equal("vgg-fast", (await ColumnAsync(page, figures, 1)).Last());
        // The curves get the same room, however many runs the legend names.
        Assert.InRange(await page.EvaluateAsync<int>("(() => { const chart = Chart.getChart('loss'); return Math.round(chart.chartArea.height); })()"), 150, 400);
        Assert.Empty(page.Complaints);
    }

    [BrowserFact]
    public async Task The_legend_of_many_runs_leaves_the_curves_their_room()
    {
        Page page = await Page.CreateAsync(_browser!, 360, 900);
        await page.OpenAsync(Write("twelve"));
        Assert.InRange(await page.EvaluateAsync<int>("Math.round(Chart.getChart('loss').chartArea.height)"), 120, 400);
        Assert.Equal(12, await page.EvaluateAsync<int>("Chart.getChart('loss').legend.legendItems.length"));
        Assert.True(await page.EvaluateAsync<bool>("(() => { const legend = Chart.getChart('loss').legend; return legend.legendItems.every((_, i) => legend.legendHitBoxes[i].top + legend.legendHitBoxes[i].height <= Chart.getChart('loss').chartArea.top); })()"));
        // One entry switches both of a run's lines.
        await page.EvaluateAsync<bool>("(() => { const chart = Chart.getChart('loss'); chart.options.plugins.legend.onClick({}, chart.legend.legendItems[1], chart.legend); return true; })()");
        Assert.Equal("2,3", await page.EvaluateAsync<string>("Chart.getChart('loss').data.datasets.map((_, i) => i).filter(i => !Chart.getChart('loss').isDatasetVisible(i)).join()"));
        Assert.Equal(360, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [BrowserFact]
    public async Task A_chart_can_be_read_by_key()
    {
        Page page = await Page.CreateAsync(_browser!, 1200, 900);
        await page.OpenAsync(Write("one"));
        await page.EvaluateAsync<bool>("document.getElementById('loss').focus() ?? true");
        await page.PressAsync("End", 35);
        CnnEpochResult last = SampleReport.Run().History[^1];
        string said = await page.EvaluateAsync<string>("document.getElementById('announcer').textContent");
        Assert.StartsWith(Invariant($"Epoch 100: Training {last.Loss:G4}, Validation "), said, StringComparison.Ordinal);
        await page.PressAsync("ArrowLeft", 37);
        Assert.StartsWith("Epoch 99: ", await page.EvaluateAsync<string>("document.getElementById('announcer').textContent"), StringComparison.Ordinal);
        Assert.Empty(page.Complaints);
    }

    [BrowserFact]
    public async Task A_screen_reader_is_told_what_there_is()
    {
        Page page = await Page.CreateAsync(_browser!, 1200, 900);
        await page.OpenAsync(Write("one"));
        IReadOnlyList<(string Role, string Name)> nodes = await page.AccessibleAsync();
        Assert.Contains(("heading", "Confusion matrix"), nodes);
        Assert.Contains(nodes, static node => node.Role == "image" && node.Name.StartsWith("Loss. loss over 100 epochs: training ", StringComparison.Ordinal));
        Assert.Contains(("table", "Scores of each class, counted as scikit-learn counts them"), nodes);
        Assert.Contains(("columnheader", "Recall"), nodes);
        Assert.Contains(("rowheader", "Triangle"), nodes);
        Assert.Contains(nodes, static node => node.Role == "navigation");
        Assert.All(nodes.Where(static node => node.Role is "image" or "button" or "link" or "table" or "region"), static node => Assert.False(string.IsNullOrWhiteSpace(node.Name), node.Role));
        Assert.Equal(0, await page.EvaluateAsync<int>("[...document.querySelectorAll('th')].filter(heading => !heading.scope).length + [...document.querySelectorAll('table')].filter(table => !table.caption).length"));
    }

    [BrowserFact]
    public async Task Without_script_every_number_is_there()
    {
        Page page = await Page.CreateAsync(_browser!, 360, 900, script: false);
        string path = Write("one");
        await page.OpenAsync(path);
        await page.ScreenshotAsync(Path.Combine(s_images, "one-360-noscript.png"));
        IReadOnlyList<(string Role, string Name)> nodes = await page.AccessibleAsync();
        Assert.Contains(("table", "Scores of each class, counted as scikit-learn counts them"), nodes);
        Assert.Contains(("table", "How often each class was taken for each class"), nodes);
        Assert.Contains(nodes, static node => node.Name.Contains("Charts and sorting need JavaScript", StringComparison.Ordinal));
        Assert.DoesNotContain(nodes, static node => node.Role == "button");
        Assert.Empty(page.Complaints);
        Assert.Equal(new Uri(path).AbsoluteUri, Assert.Single(page.Requests));
    }

    [BrowserFact]
    public async Task A_page_that_is_written_anew_is_shown_anew_until_the_training_ends_or_it_is_paused()
    {
        ReportDocument Document(int epochs, bool running) => SampleReport.Of(SampleReport.Run(epochs: epochs) with { Evaluation = null, Gates = null }) with { Refresh = running ? TimeSpan.FromSeconds(2) : null, EpochCount = 5 };
        string path = Path.Combine(_folder, "live.html");
        ReportPage.Write(path, Document(2, running: true));
        Page page = await Page.CreateAsync(_browser!, 800, 900);
        await page.OpenAsync(path);
        Assert.Equal("2 of 5", await EpochsAsync(page));
        Task next = page.NextLoad();
        ReportPage.Write(path, Document(3, running: true));
        await next;
        await page.NextLoad(); // The first one may have been under way.
        await page.ClickAsync("#live");
        Assert.Equal("true", await page.EvaluateAsync<string>("document.getElementById('live').getAttribute('aria-pressed')"));
        Assert.Equal("3 of 5", await EpochsAsync(page));
        Task later = page.NextLoad();
        ReportPage.Write(path, Document(5, running: false));
        await page.ClickAsync("#live");
        await later;
        Assert.Equal("5", await EpochsAsync(page));
        Assert.Equal(0, await page.EvaluateAsync<int>("document.querySelectorAll('#live').length"));
        Assert.Empty(page.Complaints);
    }

    private static Task<string> EpochsAsync(Page page) => page.EvaluateAsync<string>("[...document.querySelectorAll('.keys > div')].find(key => key.querySelector('dt').textContent === 'Epochs').querySelector('.value').textContent");

    private static async Task<IEnumerable<string>> ColumnAsync(Page page, string table, int column) =>
        JsonNode.Parse(await page.EvaluateAsync<string>($"JSON.stringify([...document.querySelector('{table}').tBodies[0].rows].map(row => row.cells[{column - 1}].textContent))"))!.AsArray().Select(static cell => cell!.GetValue<string>());

    private string Write(string name)
    {
        ReportDocument report = name switch
        {
            "one" => SampleReport.Of(SampleReport.Run()),
            "three" => SampleReport.Of(SampleReport.Run("base"), SampleReport.Run("wide", 80, 0.9, 2), SampleReport.Run("long", 60, 0.84, 3)),
            "runs" => SampleReport.Of(SampleReport.Runs()),
            "twelve" => SampleReport.Of([.. Enumerable.Range(1, 12).Select(static seed => SampleReport.Run($"recipe with seed {seed}", 20 + seed, 0.8, seed) with { Evaluation = null, Gates = null })]),
            _ => SampleReport.Of(SampleReport.Run(SampleReport.Hostile, images: Hostile())) with { Title = SampleReport.Hostile },
        };
        string path = Path.Combine(_folder, name + ".html");
        ReportPage.Write(path, report);
        return path;
    }

    private static ImageSet Hostile() => SampleReport.Named([SampleReport.Hostile, .. Enumerable.Range(1, 9).Select(static i => $"class <{i}> & \"{i}\"")]);
}
