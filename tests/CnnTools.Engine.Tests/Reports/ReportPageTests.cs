using System.Text.RegularExpressions;
using CnnTools.Core.Datasets;
using CnnTools.Core.Evaluation;
using CnnTools.Core.Reports;
using CnnTools.Core.Reports.Data;
using static System.FormattableString;

namespace CnnTools.Engine.Tests.Reports;

/// <summary>The page as text: what is in it, and what must not be.</summary>
public partial class ReportPageTests
{
    private static readonly string s_page = ReportPage.Render(SampleReport.Of(SampleReport.Run()));

    [Fact]
    public void A_hundred_epochs_and_ten_thousand_images_fit_into_three_megabytes()
    {
        Assert.Equal((10_000, 100), (SampleReport.Images.Count, SampleReport.Run().History.Count));
        Assert.InRange(s_page.Length, 300_000, 3_000_000 - 1);
        Assert.InRange(ReportPage.Render(SampleReport.Of([.. Enumerable.Range(1, 8).Select(static seed => SampleReport.Run($"seed {seed}", seed: seed))])).Length, 300_000, 3_000_000 - 1);
    }

    [Fact]
    public void Photographs_are_made_small_enough_for_three_megabytes()
    {
        const int side = 224, count = 200;
        var pixels = new byte[count * 3 * side * side];
        new Random(1).NextBytes(pixels);
        var images = new ImageSet("Noise", CnnSplit.Test, 3, side, side, [.. Enumerable.Range(1, 10).Select(static i => $"class {i}")], pixels, [.. Enumerable.Range(0, count).Select(static i => i % 10)], verified: false, path: null);
        Assert.InRange(ReportPage.Render(SampleReport.Of(SampleReport.Run(accuracy: 0.4, images: images) with { Network = null })).Length, 300_000, 3_000_000 - 1);
    }

    [Fact]
    public void Everything_the_report_is_for_is_in_it()
    {
        string[] headings = [.. Heading().Matches(s_page).Select(static match => match.Groups[1].Value)];
        Assert.Equal(
            ["Key figures", "Gates", "Training", "Confusion matrix", "Classification report", "Reliability", "Samples", "Most confident mistakes", "Most confused pairs", "Network", "Options", "Provenance"], headings);
        CnnEvaluationResult result = SampleReport.Run().Evaluation!.Result;
        Assert.Contains(Invariant($"{100 * result.Accuracy:0.00}%"), s_page, StringComparison.Ordinal);
        Assert.Contains(SampleReport.Images.ContentHash, s_page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_has_no_section_for_what_nobody_knows()
    {
        string page = ReportPage.Render(SampleReport.Of(new ReportRun { Name = "log", History = SampleReport.Run(epochs: 2).History }));
        Assert.Equal(["Key figures", "Training"], Heading().Matches(page).Select(static match => match.Groups[1].Value));
    }

    [Fact]
    public void No_name_becomes_code_and_nothing_is_asked_of_the_network()
    {
        ImageSet images = SampleReport.Named([SampleReport.Hostile, .. Enumerable.Range(1, 9).Select(static i => $"class <{i}>")]);
        ReportRun run = SampleReport.Run(SampleReport.Hostile, images: images);
        string page = ReportPage.Render(SampleReport.Of(run, run with { Name = SampleReport.Hostile + "2" }) with { Title = SampleReport.Hostile });
        Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
        Assert.DoesNotContain("document.title='pwned'", page, StringComparison.Ordinal);
        // Three scripts, ended three times: the data, Chart.js, the page's own.
        Assert.Equal((3, 3), (Regex.Count(page, "<script"), Regex.Count(page, "</script")));
        Assert.Contains("default-src &#x27;none&#x27;", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Address().Matches(page).Select(static match => match.Value), static value => !value.Contains("data:image/png;base64,", StringComparison.Ordinal) && !value.Contains("=\"#", StringComparison.Ordinal));
        Assert.DoesNotContain("sourceMappingURL", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Chart_js_is_the_file_of_the_npm_package_and_comes_with_its_licence()
    {
        using Stream file = typeof(ReportPage).Assembly.GetManifestResourceStream("CnnTools.Core.Reports.Assets.chart.umd.min.js")!;
        // dist/chart.umd.min.js of chart.js 4.6.1, integrity sha512-hJyniucsFmq//EvXYvJ6c6mahPoI3kaxdjVH8awTaJ/fDNWeSqqqArixMJWkWNN6fcYvPU3HneSANFNYtRi61g==
        Assert.Equal("87364cc2b2a76a6684929e7d6b80b18a897794db38400caff1fcf1791c6925d2", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file)));
        Assert.Contains("The MIT License (MIT)", s_page, StringComparison.Ordinal);
        Assert.DoesNotContain("</script", ReportAssets.Library + ReportAssets.Script, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("--", ReportAssets.LibraryLicence, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_do_not_depend_on_the_culture()
    {
        var before = Thread.CurrentThread.CurrentCulture;
        try
        {
            Thread.CurrentThread.CurrentCulture = new System.Globalization.CultureInfo("de-DE");
            Assert.Equal(s_page, ReportPage.Render(SampleReport.Of(SampleReport.Run())));
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = before;
        }
    }

    [Fact]
    public void The_data_of_the_charts_is_what_was_measured()
    {
        ReportRun run = SampleReport.Run();
        string data = ChartData().Match(s_page).Groups[1].Value;
        using var document = System.Text.Json.JsonDocument.Parse(data);
        var loss = document.RootElement.EnumerateArray().Single(static chart => chart.GetProperty("id").GetString() == "loss");
        Assert.Equal(run.History.Select(static epoch => epoch.Loss), loss.GetProperty("series")[0].GetProperty("y").EnumerateArray().Select(static value => value.GetDouble()));
        var reliability = document.RootElement.EnumerateArray().Single(static chart => chart.GetProperty("id").GetString() == "reliability-1");
        Assert.Equal(10_000, reliability.GetProperty("series")[1].GetProperty("y").EnumerateArray().Sum(static value => value.GetDouble()));
    }

    [Fact]
    public void Many_classes_get_an_image_and_a_table_of_mistakes()
    {
        const int classes = 100, each = 20;
        int[] labels = [.. Enumerable.Range(0, classes * each).Select(static i => i / each)];
        var images = new ImageSet("Many", CnnSplit.Test, 1, 8, 8, [.. Enumerable.Range(1, classes).Select(static i => $"class {i}")], new byte[labels.Length * 64], labels, verified: false, path: null);
        string page = ReportPage.Render(SampleReport.Of(SampleReport.Run(images: images) with { Network = null }));
        Assert.Contains("class=\"heatmap\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<table class=\"heat", page, StringComparison.Ordinal);
        Assert.InRange(page.Length, 250_000, 1_500_000);
    }

    [Fact]
    public void A_perfect_model_has_no_mistakes_to_show()
    {
        ImageSet images = SampleReport.Images;
        var answers = new ModelEvaluation("/m", images, [.. images.Labels], [.. Enumerable.Repeat(1.0, images.Count)], 0, images.Count, 1, "ONNX Runtime 1.31.1");
        string page = ReportPage.Render(SampleReport.Of(SampleReport.Run() with { Evaluation = new ReportEvaluation(answers, images) }));
        Assert.DoesNotContain("Most confident mistakes", page, StringComparison.Ordinal);
        Assert.Contains("There is no mistake.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Mistakes_come_most_confident_first_and_are_mistakes()
    {
        ReportEvaluation evaluation = SampleReport.Run().Evaluation!;
        Answer[] mistakes = [.. evaluation.Mistakes()];
        Assert.Equal(evaluation.Matrix.Total - evaluation.Matrix.Right, mistakes.Length);
        Assert.Equal(mistakes.Select(static answer => answer.Confidence).OrderDescending(), mistakes.Select(static answer => answer.Confidence));
        Assert.All(mistakes, answer => Assert.Equal(SampleReport.Images.Labels[answer.Index], answer.Truth));
        Assert.All(mistakes, static answer => Assert.NotEqual(answer.Truth, answer.Predicted));
    }

    [Fact]
    public void Reliability_bins_add_up_to_the_calibration_error()
    {
        double[] confidence = [0.55, 0.65, 0.95, 0.95, 0.1];
        bool[] right = [true, false, true, true, false];
        IReadOnlyList<ReliabilityBin> bins = CalibrationError.Bins(confidence, right, 10);
        Assert.Equal((10, 5, 3), (bins.Count, bins.Sum(static bin => bin.Count), bins.Sum(static bin => bin.Right)));
        // By hand: |1 − 0.55| + |0 − 0.65| + |2 − 1.9| + |0 − 0.1| = 1.3, over five images.
        Assert.Equal(0.26, CalibrationError.Expected(confidence, right, 10), 12);
        Assert.Equal((0.0, 0.1, 1), (bins[0].From, bins[0].To, bins[0].Count));
        Assert.Null(bins[2].Accuracy);
    }

    [GeneratedRegex("<h2[^>]*>([^<]*)</h2>")]
    private static partial Regex Heading();

    [GeneratedRegex("\\s(?:src|href|action|srcset|poster|data)=\"[^\"]*")]
    private static partial Regex Address();

    [GeneratedRegex("<script type=\"application/json\" id=\"charts\">(.*?)</script>")]
    private static partial Regex ChartData();
}
