using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using CnnTools.Engine.Inference;
using CnnTools.Engine.Torch;

namespace CnnTools.Bench;

/// <summary>
/// One measurement of our predictions: single images, batches of 250, resident memory, as one line of JSON; or, with <c>--loop</c>, so many predictions with
/// the resident
/// memory as they go on. Images are the bytes of a linear congruential generator, the same as on the other side.
/// </summary>
internal static class PredictCommand
{
    private const int Batch = 250;

    public static Command Create()
    {
        var model = new Option<string>("--model") { Required = true };
        var thread = new Option<int>("--thread") { Required = true };
        var image = new Option<int>("--image") { DefaultValueFactory = _ => 2000 };
        var single = new Option<int>("--single") { DefaultValueFactory = _ => 1000 };
        var asTrained = new Option<bool>("--as-trained") { Description = "Leave batch normalisation where it is." };
        var answers = new Option<FileInfo?>("--answers") { Description = "File for the probabilities of the first images." };
        var loop = new Option<int>("--loop") { Description = "Predictions to make while memory is watched." };
        var command = new Command("predict", "One measurement of our predictions.") { model, thread, image, single, asTrained, answers, loop };
        command.SetAction(parsed =>
        {
            using Classifier classifier = Classifier.Load(parsed.GetValue(model)!, "Cpu", thread: parsed.GetValue(thread), asTrained: parsed.GetValue(asTrained));
            byte[] pixels = Images(parsed.GetValue(image) * classifier.ImageLength);
            if (parsed.GetValue(loop) is > 0 and var count) Watch(classifier, pixels, count);
            else Console.WriteLine(JsonSerializer.Serialize(Measure(classifier, pixels, parsed.GetValue(single), parsed.GetValue(answers))));
        });
        return command;
    }

    private static PredictMeasurement Measure(Classifier classifier, byte[] pixels, int single, FileInfo? answers)
    {
        int length = classifier.ImageLength;
        if (answers is not null) File.WriteAllBytes(answers.FullName, MemoryMarshal.AsBytes<float>(classifier.Probabilities(pixels.AsSpan(0, 100 * length))).ToArray());
        CnnLatency latency = LatencyProbe.Measure(classifier, pixels, warmup: 50, count: single);
        classifier.Probabilities(pixels.AsSpan(0, Batch * length));
        var clock = Stopwatch.StartNew();
        for (int first = 0; first < pixels.Length; first += Batch * length) classifier.Probabilities(pixels.AsSpan(first, Math.Min(Batch * length, pixels.Length - first)));
        double seconds = clock.Elapsed.TotalSeconds;
        return new PredictMeasurement { P50 = latency.P50, P99 = latency.P99, ImagesPerSecond = pixels.Length / length / seconds, ResidentBytes = Resident(), Torch = TorchRuntime.Version };
    }

    private static void Watch(Classifier classifier, byte[] pixels, int count)
    {
        int length = classifier.ImageLength;
        for (int i = 0; i <= count; i++)
        {
            if (i % Math.Max(count / 10, 1) == 0) Console.WriteLine(FormattableString.Invariant($"| {i} | {Resident() / 1e6:F1} |"));
            classifier.Probabilities(pixels.AsSpan(i * length % (pixels.Length - length + 1) / length * length, length));
        }
    }

    private static byte[] Images(int bytes)
    {
        var pixels = new byte[bytes];
        uint state = 1;
        for (int i = 0; i < bytes; i++)
        {
            state = unchecked(state * 1664525 + 1013904223);
            pixels[i] = (byte)(state >> 24);
        }

        return pixels;
    }

    private static long Resident()
    {
        string line = File.ReadLines("/proc/self/status").First(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line["VmRSS:".Length..].Replace("kB", "", StringComparison.Ordinal), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) * 1024;
    }
}
