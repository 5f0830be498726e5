using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CnnTools.Core.Hardware;

namespace CnnTools.Bench;

/// <summary>Our training steps beside PyTorch's: same libtorch, threads, batch; each measurement a process of its own, the two sides in turn; medians and
/// ratios.</summary>
internal static class SpeedCommand
{
    private sealed record Setting(string Name, bool Peer, string Precision, bool ChannelsLast);

    // PyTorch as the tutorials' reader would write it, PyTorch with every switch it has, and both sides of ours.
    private static readonly Setting[] s_settings =
    [
        new("PyTorch, Float32", true, "Float32", false),
        new("CnnTools, Float32", false, "Float32", true),
        new("PyTorch, BFloat16 and channels_last", true, "BFloat16", true),
        new("CnnTools, BFloat16", false, "BFloat16", true),
    ];

    public static Command Create()
    {
        var rounds = new Option<int>("--round") { Description = "Measurements of each setting.", DefaultValueFactory = _ => 5 };
        var thread = new Option<int>("--thread") { DefaultValueFactory = _ => ThreadCount.Default() };
        var output = new Option<FileInfo?>("--output") { Description = "Markdown file to write." };
        var peer = new Option<DirectoryInfo>("--peer") { DefaultValueFactory = _ => new DirectoryInfo("bench/pytorch") };
        var command = new Command("speed", "Training steps beside PyTorch's.") { rounds, thread, output, peer };
        command.SetAction(parsed => Run(parsed.GetValue(rounds), parsed.GetValue(thread), parsed.GetValue(output), parsed.GetValue(peer)!));
        return command;
    }

    private static void Run(int rounds, int thread, FileInfo? output, DirectoryInfo peer)
    {
        var report = new StringBuilder();
        report.AppendLine(CultureInfo.InvariantCulture, $"# Training steps beside PyTorch, {DateTime.UtcNow:yyyy-MM-dd}\n\nMachine: {CpuFeatures.ModelName()}, {Environment.ProcessorCount} processors; {thread} threads. Median (lowest to highest) of {rounds} interleaved rounds, each in a new process; Adam; random 32x32x3 images.\n");
        foreach ((string network, int batch, int images) in new[] { ("TwoConv4x4", 32, 12_800), ("TwoConv4x4", 128, 12_800), ("VggBatchNorm", 32, 2_560), ("VggBatchNorm", 128, 3_840) })
        {
            var results = s_settings.ToDictionary(static setting => setting, static _ => new List<StepsMeasurement>());
            for (int round = 0; round < rounds; round++)
                foreach (Setting setting in s_settings)
                    results[setting].Add(Measure(setting, network, batch, thread, images, peer));

            double baseline = Median(results[s_settings[0]].Select(static m => m.ImagesPerSecond));
            report.AppendLine(CultureInfo.InvariantCulture, $"## {network}, batch {batch} (libtorch {results[s_settings[0]][0].Torch})\n\n| setting | images/s | ratio to PyTorch Float32 | peak memory, MB |\n|---|---|---|---|");
            foreach ((Setting setting, List<StepsMeasurement> measured) in results)
            {
                double[] speeds = [.. measured.Select(static m => m.ImagesPerSecond)];
                report.AppendLine(CultureInfo.InvariantCulture, $"| {setting.Name} | {Median(speeds):F0} ({speeds.Min():F0} to {speeds.Max():F0}) | {Median(speeds) / baseline:F2} | {Median(measured.Select(static m => m.PeakBytes / 1e6)):F0} |");
            }

            report.AppendLine();
        }

        Console.Write(report);
        if (output is not null) File.WriteAllText(output.FullName, report.ToString());
    }

    private static StepsMeasurement Measure(Setting setting, string network, int batch, int thread, int images, DirectoryInfo peer)
    {
        var start = new ProcessStartInfo(setting.Peer ? "/usr/bin/python3" : Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (setting.Peer) start.WorkingDirectory = peer.FullName;
        string[] command = setting.Peer ? ["steps.py"] : [.. Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? new[] { typeof(SpeedCommand).Assembly.Location } : [], "steps"];
        foreach (string argument in command) start.ArgumentList.Add(argument);
        foreach (string argument in new[] { "--network", network, "--batch", $"{batch}", "--thread", $"{thread}", "--image", $"{images}", "--precision", setting.Precision }) start.ArgumentList.Add(argument);
        if (setting.Peer && setting.ChannelsLast) start.ArgumentList.Add("--channels-last");
        using Process process = Process.Start(start)!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{setting.Name}: the measuring process ended with {process.ExitCode}: {text}");
        Console.Error.WriteLine($"{network} {batch} {setting.Name}: {text.Trim()}");
        return JsonSerializer.Deserialize<StepsMeasurement>(text.Trim().Split('\n')[^1])!;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
