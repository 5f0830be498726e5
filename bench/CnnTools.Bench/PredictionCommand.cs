using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using CnnTools.Core.Hardware;
using CnnTools.Core.ModelFiles;
using CnnTools.Core.Networks;
using CnnTools.Engine.Modules;

namespace CnnTools.Bench;

/// <summary>
/// Our predictions beside PyTorch's with the same weights, libtorch, threads and images: time of a single image, images a second in batches, and time from the
/// start of a
/// process to its first answer. Each measurement a process of its own, the sides in turn; medians. That both sides give the same answers is checked first.
/// </summary>
internal static class PredictionCommand
{
    private sealed record Setting(string Name, bool Peer, string[] Argument);

    private static readonly Setting[] s_settings =
    [
        new("PyTorch, eager", true, []),
        new("PyTorch, channels_last, traced and frozen", true, ["--frozen"]),
        new("CnnTools, as trained", false, ["--as-trained"]),
        new("CnnTools", false, []),
    ];

    public static Command Create()
    {
        var rounds = new Option<int>("--round") { Description = "Measurements of each setting.", DefaultValueFactory = _ => 5 };
        var thread = new Option<int>("--thread") { DefaultValueFactory = _ => ThreadCount.Default() };
        var worker = new Option<FileInfo>("--worker") { DefaultValueFactory = _ => new FileInfo("artifacts/worker/CnnTools.Worker.dll") };
        var output = new Option<FileInfo?>("--output") { Description = "Markdown file to write." };
        var peer = new Option<DirectoryInfo>("--peer") { DefaultValueFactory = _ => new DirectoryInfo("bench/pytorch") };
        var command = new Command("prediction", "Predictions beside PyTorch's.") { rounds, thread, worker, output, peer };
        command.SetAction(parsed => Run(parsed.GetValue(rounds), parsed.GetValue(thread), parsed.GetValue(worker)!, parsed.GetValue(output), parsed.GetValue(peer)!));
        return command;
    }

    private static void Run(int rounds, int thread, FileInfo worker, FileInfo? output, DirectoryInfo peer)
    {
        string folder = Directory.CreateTempSubdirectory("cnntools-bench").FullName;
        var report = new StringBuilder();
        report.AppendLine(CultureInfo.InvariantCulture, $"# Predictions beside PyTorch, {DateTime.UtcNow:yyyy-MM-dd}\n\nMachine: {CpuFeatures.ModelName()}, {Environment.ProcessorCount} processors; {thread} threads. Median (lowest to highest) of {rounds} interleaved rounds, each measurement in a new process; float32; 32x32x3 images, from bytes to probabilities.\n");
        foreach (string network in new[] { "TwoConv4x4", "VggBatchNorm" })
        {
            string model = Path.Combine(folder, network + ".safetensors");
            WriteModel(network, model);
            report.AppendLine(CultureInfo.InvariantCulture, $"## {network}\n\nLargest difference of a probability between the two sides: {Difference(network, model, thread, folder, peer):E1}.\n\n| setting | single image, p50 ms | p99 ms | images/s in batches of 250 | ratio | resident, MB |\n|---|---|---|---|---|---|");
            var results = s_settings.ToDictionary(static setting => setting, static _ => new List<PredictMeasurement>());
            for (int round = 0; round < rounds; round++)
                foreach (Setting setting in s_settings)
                    results[setting].Add(Measure(setting, network, model, thread, peer, []));
            double baseline = Median(results[s_settings[0]].Select(static m => m.ImagesPerSecond));
            foreach ((Setting setting, List<PredictMeasurement> all) in results)
                report.AppendLine(CultureInfo.InvariantCulture, $"| {setting.Name} | {Spread(all.Select(static m => m.P50), "F2")} | {Spread(all.Select(static m => m.P99), "F2")} | {Spread(all.Select(static m => m.ImagesPerSecond), "F0")} | {Median(all.Select(static m => m.ImagesPerSecond)) / baseline:F2} | {Median(all.Select(static m => m.ResidentBytes / 1e6)):F0} |");
            report.AppendLine();
        }

        report.AppendLine("## From the start of a process to its first answer\n\nOne 300x200 PNG, `VggBatchNorm`. CnnTools: the worker's verb `predict`; PyTorch: `predict.py --first`.\n\n| setting | seconds |\n|---|---|");
        string image = Path.Combine(folder, "image.png"), vgg = Path.Combine(folder, "VggBatchNorm.safetensors");
        RunPython(peer, ["-c", $"from PIL import Image; Image.radial_gradient('L').resize((300, 200)).convert('RGB').save({JsonSerializer.Serialize(image)})"]);
        var starts = new (string Name, Func<ProcessStartInfo> Start, List<double> Seconds)[]
        {
            ("PyTorch", () => Python(peer, ["predict.py", "--network", "VggBatchNorm", "--model", vgg, "--thread", $"{thread}", "--first", image]), []),
            ("CnnTools", () => new ProcessStartInfo("dotnet", [worker.FullName, "predict", "--model", vgg, "--thread", $"{thread}", "--device", "Cpu", image]), []),
        };
        for (int round = -1; round < rounds * 2; round++)
            foreach ((_, Func<ProcessStartInfo> start, List<double> seconds) in starts)
                if (FirstAnswer(start()) is var time && round >= 0) seconds.Add(time); // the first round fills the page cache
        foreach ((string name, _, List<double> seconds) in starts) report.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {Spread(seconds, "F2")} |");

        Console.Write(report);
        if (output is not null) File.WriteAllText(output.FullName, report.ToString());
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A model whose batch normalisations are not where they start, so that folding them has something to do.</summary>
    private static void WriteModel(string network, string path)
    {
        using CnnModule module = NetworkBuilder.Build(NetworkCatalog.Find(network).For(32, 32, 3, 10), seed: 1);
        var random = new Random(1);
        SafeTensorsWriter.Entry[] tensors = [.. Weights.Save(module).Select(tensor => tensor.Name.StartsWith("batch_norm", StringComparison.Ordinal) ? tensor with { Bytes = Drawn(tensor, random) } : tensor)];
        ModelFile.Save(path, module.Network, [.. Enumerable.Range(0, 10).Select(static label => $"class{label}")], tensors, new { Dataset = "Random" });
    }

    /// <summary>Means and summands around 0, factors and variances around 1.</summary>
    private static byte[] Drawn(SafeTensorsWriter.Entry tensor, Random random)
    {
        float centre = tensor.Name.EndsWith("mean", StringComparison.Ordinal) || tensor.Name.EndsWith("bias", StringComparison.Ordinal) ? 0 : 1;
        float[] values = [.. Enumerable.Range(0, (int)tensor.Shape[0]).Select(_ => centre - 0.5f + random.NextSingle())];
        return MemoryMarshal.AsBytes<float>(values).ToArray();
    }

    private static double Difference(string network, string model, int thread, string folder, DirectoryInfo peer)
    {
        float[][] answers = [.. new[] { s_settings[0], s_settings[^1] }.Select(setting =>
        {
            string file = Path.Combine(folder, "answers");
            Measure(setting, network, model, thread, peer, ["--answers", file, "--single", "1", "--image", "250"]);
            return MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(file)).ToArray();
        })];
        double largest = answers[0].Zip(answers[1], static (a, b) => Math.Abs((double)a - b)).Max();
        return answers[0].Length == answers[1].Length && largest < 1e-4 ? largest : throw new InvalidOperationException($"{network}: the two sides do not compute the same: {largest}");
    }

    private static PredictMeasurement Measure(Setting setting, string network, string model, int thread, DirectoryInfo peer, string[] more)
    {
        string[] common = ["--model", model, "--thread", $"{thread}", .. setting.Argument, .. more];
        string[] own = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(PredictionCommand).Assembly.Location] : [];
        using Process process = Process.Start(setting.Peer
            ? Python(peer, ["predict.py", "--network", network, .. common])
            : new ProcessStartInfo(Environment.ProcessPath!, [.. own, "predict", .. common]) { RedirectStandardOutput = true })!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{setting.Name}: the measuring process ended with {process.ExitCode}: {text}");
        Console.Error.WriteLine($"{network} {setting.Name}: {text.Trim()}");
        return JsonSerializer.Deserialize<PredictMeasurement>(text.Trim().Split('\n')[^1])!;
    }

    /// <summary>Seconds until the process has written its first line.</summary>
    private static double FirstAnswer(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        var clock = Stopwatch.StartNew();
        using Process process = Process.Start(start)!;
        string? line = process.StandardOutput.ReadLine();
        double seconds = clock.Elapsed.TotalSeconds;
        string rest = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0 || string.IsNullOrWhiteSpace(line)) throw new InvalidOperationException($"{start.FileName} ended with {process.ExitCode}: {line} {rest}");
        Console.Error.WriteLine(FormattableString.Invariant($"{start.FileName}: {seconds:F2} s: {line}"));
        return seconds;
    }

    private static void RunPython(DirectoryInfo peer, string[] arguments)
    {
        using Process process = Process.Start(Python(peer, arguments))!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"python3 ended with {process.ExitCode}.");
    }

    private static ProcessStartInfo Python(DirectoryInfo peer, string[] arguments) => new("/usr/bin/python3", arguments) { WorkingDirectory = peer.FullName, RedirectStandardOutput = true };

    private static string Spread(IEnumerable<double> values, string format)
    {
        double[] all = [.. values];
        return string.Create(CultureInfo.InvariantCulture, $"{Median(all).ToString(format, CultureInfo.InvariantCulture)} ({all.Min().ToString(format, CultureInfo.InvariantCulture)} to {all.Max().ToString(format, CultureInfo.InvariantCulture)})");
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
