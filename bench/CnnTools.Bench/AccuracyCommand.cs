using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CnnTools.Core.Networks;
using CnnTools.Engine.Sessions;

namespace CnnTools.Bench;

/// <summary>
/// Trains the tutorials' networks within the tutorials' number of epochs. By default as the tutorials do: on the whole training split, watching the test split
/// and keeping
/// the best epoch; <c>--watch None</c> keeps the last epoch's weights and reads the test split once, <c>--watch 0.1</c> holds a tenth out. A line of JSON a run
/// is appended
/// to the output file, so that runs of several processes and days gather in one place.
/// </summary>
internal static class AccuracyCommand
{
    // Epochs that the tutorials report (early stopping ended some of their runs before the limit).
    private static readonly Dictionary<string, int> s_epochs = new(StringComparer.Ordinal)
    {
        ["TwoConv4x4"] = 9, ["VggBatchNorm"] = 20, ["OneConvDropout"] = 7, ["TwoConvDropout"] = 15, ["FashionTwoConv"] = 5, ["ThreeConv"] = 10,
    };

    public static Command Create()
    {
        var network = new Option<string[]>("--network") { DefaultValueFactory = _ => [.. s_epochs.Keys], AllowMultipleArgumentsPerToken = true };
        var seed = new Option<long[]>("--seed") { DefaultValueFactory = _ => [1, 2, 3], AllowMultipleArgumentsPerToken = true };
        var thread = new Option<int?>("--thread");
        var precision = new Option<CnnPrecision>("--precision") { DefaultValueFactory = _ => CnnPrecision.Float32 };
        var device = new Option<string>("--device") { DefaultValueFactory = _ => "Auto" };
        var watch = new Option<string>("--watch") { Description = "What best-model selection watches: Test, None or a fraction.", DefaultValueFactory = _ => "Test" };
        var schedule = new Option<CnnSchedule>("--schedule") { Description = "How the learning rate changes; the tutorials leave it constant.", DefaultValueFactory = _ => CnnSchedule.Constant };
        var output = new Option<FileInfo>("--output") { Required = true, Description = "File of JSON lines to append to." };
        var command = new Command("accuracy", "The tutorials' networks on the real datasets.") { network, seed, thread, precision, device, watch, schedule, output };
        command.SetAction(parsed =>
        {
            foreach (long each in parsed.GetValue(seed)!)
                foreach (string name in parsed.GetValue(network)!)
                    Run(name, each, parsed.GetValue(thread), parsed.GetValue(precision), parsed.GetValue(device)!, CnnValidationSplit.Parse(parsed.GetValue(watch)!), parsed.GetValue(schedule), parsed.GetValue(output)!);
        });
        return command;
    }

    private static void Run(string name, long seed, int? thread, CnnPrecision precision, string device, CnnValidationSplit watch, CnnSchedule schedule, FileInfo output)
    {
        NamedNetwork network = NetworkCatalog.Find(name);
        var epochs = new EpochPrinter(name, seed);
        CnnTrainingResult result = TrainingSession.Run(
            new CnnTrainingOptions
            {
                Dataset = network.Dataset, Architecture = network.Name, Epoch = s_epochs[network.Name], Seed = seed, Thread = thread, Precision = precision, Device = device,
                ValidationSplit = watch, EarlyStoppingPatience = 0, Schedule = schedule,
            },
            epochs,
            CancellationToken.None);
        string line = JsonSerializer.Serialize(new
        {
            result.Architecture, result.Dataset, result.Seed, result.Epoch, result.BestEpoch, Watch = watch.ToString(), Schedule = $"{schedule}", epochs.ValidationAccuracy, TestAccuracy = Math.Round(result.TestAccuracy!.Value, 4), network.TutorialAccuracy, Precision = $"{result.Precision}",
            result.Device, result.Threads, Seconds = Math.Round(result.Seconds, 1), ImagesPerSecond = Math.Round(epochs.Speeds.Order().ElementAt(epochs.Speeds.Count / 2)),
            Date = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        });
        using FileStream file = new(output.FullName, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        file.Write(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
        Console.WriteLine(line);
    }

    private sealed class EpochPrinter(string name, long seed) : SilentObserver
    {
        public List<double> Speeds { get; } = [];

        /// <summary>Accuracy on what was watched after each epoch; with the test split watched, the curve that a tutorial shows.</summary>
        public List<double> ValidationAccuracy { get; } = [];

        public override void OnEpoch(CnnEpochResult result)
        {
            Speeds.Add(result.ImagesPerSecond);
            if (result.ValidationAccuracy is { } accuracy) ValidationAccuracy.Add(Math.Round(accuracy, 4));
            Console.Error.WriteLine(FormattableString.Invariant($"{name} seed {seed} epoch {result.Epoch}: loss {result.Loss:F4}, accuracy {result.Accuracy:F4}, watched {result.ValidationAccuracy:F4}, {result.ImagesPerSecond:F0} images/s"));
        }
    }
}
