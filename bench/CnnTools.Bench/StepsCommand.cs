using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CnnTools.Core.Datasets;
using CnnTools.Core.Planning;
using CnnTools.Core.Progress;
using CnnTools.Engine.Batches;
using CnnTools.Engine.Modules;
using CnnTools.Engine.Sessions;
using CnnTools.Engine.Torch;
using CnnTools.Engine.Training;
using CnnTools.Engine.Training.Listeners;
using TorchSharp;

namespace CnnTools.Bench;

/// <summary>Trains a network on random images through the engine's own loop and prints images a second and peak memory as one line of JSON.</summary>
internal static class StepsCommand
{
    public static Command Create()
    {
        var network = new Option<string>("--network") { Required = true };
        var batch = new Option<int>("--batch") { Required = true };
        var thread = new Option<int>("--thread") { Required = true };
        var image = new Option<int>("--image") { Required = true };
        var precision = new Option<CnnPrecision>("--precision") { DefaultValueFactory = _ => CnnPrecision.Float32 };
        var device = new Option<string>("--device") { DefaultValueFactory = _ => "Cpu" };
        var command = new Command("steps", "One measurement of ours.") { network, batch, thread, image, precision, device };
        command.SetAction(parsed => Console.WriteLine(JsonSerializer.Serialize(Measure(
            parsed.GetValue(network)!, parsed.GetValue(batch), parsed.GetValue(thread), parsed.GetValue(image), parsed.GetValue(precision), parsed.GetValue(device)!))));
        return command;
    }

    private static StepsMeasurement Measure(string network, int batch, int thread, int images, CnnPrecision precision, string deviceName)
    {
        var observer = new SilentObserver();
        TrainingPlan plan = TrainingSession.Plan(new CnnTrainingOptions
        {
            Dataset = "Shapes", Architecture = network, BatchSize = batch, Thread = thread, Precision = precision, Epoch = 1, Seed = 1, Device = deviceName,
            Augmentation = CnnAugmentation.None, ValidationSplit = CnnValidationSplit.None, EarlyStoppingPatience = 0,
        });
        torch.Device device = DeviceCatalog.Open(plan, observer);
        var random = new Random(1);
        var pixels = new byte[images * 3 * 32 * 32];
        random.NextBytes(pixels);
        int[] labels = [.. Enumerable.Range(0, images).Select(_ => random.Next(10))];
        var set = new ImageSet("Random", CnnSplit.Train, 3, 32, 32, plan.Train.Classes, pixels, labels, verified: true, path: null);
        using DeviceImages data = DeviceImages.Upload(set, device);
        using IDisposable memory = MemoryTuning.Keep();
        using CnnModule model = NetworkBuilder.Build(plan.Network, plan.Seed, device, plan.Precision);
        int[] all = [.. Enumerable.Range(0, images)];
        // As on the other side: some steps to warm up, then every image once.
        Run(plan, model, data, all[..Math.Min(images, 20 * batch)], observer);
        CnnEpochResult measured = Run(plan, model, data, all, observer);
        return new StepsMeasurement { ImagesPerSecond = measured.ImagesPerSecond, PeakBytes = PeakBytes(), Torch = TorchRuntime.Version, Loss = measured.Loss };
    }

    private static CnnEpochResult Run(TrainingPlan plan, CnnModule model, DeviceImages data, int[] positions, ITrainingObserver observer)
    {
        using var loop = new TrainingLoop(plan, model, data, positions, data, []);
        using var listeners = new TrainingListeners(new ProgressListener(plan, observer));
        loop.Run(listeners, CancellationToken.None);
        return loop.State.History[^1];
    }

    /// <summary>The largest resident size of this process so far.</summary>
    private static long PeakBytes()
    {
        string line = File.ReadLines("/proc/self/status").First(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line["VmHWM:".Length..].Replace("kB", "", StringComparison.Ordinal), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) * 1024;
    }
}
