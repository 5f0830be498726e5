using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CnnTools.Core.Reports;
using CnnTools.Engine.Tests.Browser;
using CnnTools.Engine.Tests.Reports;

namespace CnnTools.Bench;

/// <summary>How large the report of 100 epochs and 10,000 images is, how long it takes to make, and how long a browser needs to open it, beside an empty page
/// in the same browser.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var repeat = new Option<int>("--repeat") { DefaultValueFactory = _ => 9, Description = "How often each page is opened" };
        var command = new Command("report", "Size of a report, and the time a browser needs to open it.") { repeat };
        command.SetAction((parsed, _) => MeasureAsync(parsed.GetValue(repeat)));
        return command;
    }

    private static async Task<int> MeasureAsync(int repeat)
    {
        if (Chromium.Missing is { } missing)
        {
            Console.Error.WriteLine($"report {missing}");
            return 1;
        }

        string folder = Directory.CreateTempSubdirectory("cnntools-bench-").FullName, report = Path.Combine(folder, "report.html"), empty = Path.Combine(folder, "empty.html");
        try
        {
            var document = SampleReport.Of(SampleReport.Run());
            ReportPage.Write(report, document); // what is compiled and loaded at first use does not count
            long start = Stopwatch.GetTimestamp();
            ReportPage.Write(report, document);
            TimeSpan written = Stopwatch.GetElapsedTime(start);
            File.WriteAllText(empty, "<!DOCTYPE html><html lang=\"en\"><head><title>Empty</title></head><body><p>Empty</p></body></html>");
            await using Chromium browser = await Chromium.StartAsync();
            List<double> loads = [], shown = [], paints = [], processors = [], empties = [], emptyShown = [], emptyProcessors = [];
            for (int i = 0; i < repeat; i++)
            {
                (double load, double frame, double paint, double processor) = await OpenAsync(browser, report);
                loads.Add(load);
                shown.Add(frame);
                paints.Add(paint);
                processors.Add(processor);
                (load, frame, _, processor) = await OpenAsync(browser, empty);
                empties.Add(load);
                emptyShown.Add(frame);
                emptyProcessors.Add(processor);
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"report of 100 epochs and 10,000 images: {new FileInfo(report).Length:N0} bytes, written in {written.TotalMilliseconds:0} ms; opened (load event, charts drawn) in {Median(loads):0} ms, {loads.Min():0} to {loads.Max():0} ms; two frames later {Median(shown):0} ms, {shown.Min():0} to {shown.Max():0} ms; first paint {Median(paints):0} ms, processor time of the page's thread {Median(processors):0} ms; an empty page {Median(empties):0} ms, two frames later {Median(emptyShown):0} ms, processor {Median(emptyProcessors):0} ms ({repeat} times each, medians)"));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(double Load, double Shown, double Paint, double Processor)> OpenAsync(Chromium browser, string path)
    {
        Page page = await Page.CreateAsync(browser, 1200, 900);
        await page.OpenAsync(path);
        double[] times = System.Text.Json.JsonSerializer.Deserialize<double[]>(await page.EvaluateAsync<string>("JSON.stringify([performance.getEntriesByType('navigation')[0].loadEventEnd, performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0, performance.now()])"))!;
        double processor = 1000 * await page.MainThreadSecondsAsync();
        await page.CloseAsync();
        // The clock of the page counts from the navigation.
        return (times[0], times[2], times[1], processor);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
