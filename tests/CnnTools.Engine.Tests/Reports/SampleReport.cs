using CnnTools.Core.Datasets;
using CnnTools.Core.Evaluation;
using CnnTools.Core.Gates;
using CnnTools.Core.Networks;
using CnnTools.Core.Reports.Data;

namespace CnnTools.Engine.Tests.Reports;

/// <summary>Reports of trainings that never were, on real images (Shapes), through the same data that real reports are made of.</summary>
internal static class SampleReport
{
    /// <summary>Ends elements, strings and comments, and runs where it is not escaped.</summary>
    public const string Hostile = "</script></style></title>--><img src=x onerror=\"document.title='pwned'\"><script>document.title='pwned'</script>&amp;'\"";

    private static readonly Lazy<ImageSet> s_images = new(static () => new DatasetStore(new DatasetStoreOptions()).Load("Shapes", CnnSplit.Train));

    /// <summary>The ten thousand images.</summary>
    public static ImageSet Images => s_images.Value;

    /// <summary>A run of 100 epochs, evaluated on 10,000 images.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="epochs">Its epochs.</param>
    /// <param name="accuracy">The share of images it is right about.</param>
    /// <param name="seed">Decides which those are.</param>
    /// <param name="images">The images.</param>
    public static ReportRun Run(string name = "shapes", int epochs = 100, double accuracy = 0.87, int seed = 1, ImageSet? images = null)
    {
        images ??= Images;
        return new ReportRun
        {
            Name = name,
            Dataset = images.Name,
            Network = NetworkCatalog.Find("VggBatchNorm").For(images.Height, images.Width, images.Channels, images.ClassNames.Count),
            History = History(epochs, seed),
            BestEpoch = Math.Max(1, epochs * 8 / 10),
            Bytes = 9_612_345,
            Options = [new("Optimizer", "Adam"), new("LearningRate", "0.001"), new("BatchSize", "32"), new("Augmentation", "Shift, Flip"), new("ValidationSplit", "0.1"), new("Seed", $"{seed}")],
            Provenance = [new("File", $"/models/{name}.safetensors"), new("Dataset", images.Name), new("DatasetHash", images.ContentHash), new("Engine", "0.1.0"), new("Device", "Cpu")],
            Evaluation = new ReportEvaluation(Answers(images, accuracy, seed, name), images),
            Gates = new ReportGates(
                [Gate(CnnGate.MinAccuracy, CnnGateOutcome.Passed, accuracy, 0.85), Gate(CnnGate.MinClassRecall, CnnGateOutcome.Failed, 0.61, 0.7), Gate(CnnGate.MaxLatencyMilliseconds, CnnGateOutcome.Missing, null, 5, CnnGateSeverity.Warning)],
                [new GateNote("CNN2023", "the training watched the test split to choose its best epoch.")]),
        };
    }

    /// <summary>Runs found again: some with their models, one that early stopping ended, one that was killed, one whose model is gone.</summary>
    public static ReportRun[] Runs()
    {
        var began = new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);
        ReportRun Told(ReportRun run, int day, CnnRunState state, string rate, string batch) => run with
        {
            Gates = null, Began = began.AddDays(day), State = state, Options = [new("LearningRate", rate), new("BatchSize", batch), new("Optimizer", "Adam"), new("Augmentation", "Shift, Flip"), new("Seed", $"{day}")],
        };
        ReportRun Bare(ReportRun run) => run with { Evaluation = null, Network = null, Bytes = null, Architecture = "VggBatchNorm" };
        return
        [
            Told(Run("vgg-base"), 1, CnnRunState.Completed, "0.001", "32"), Told(Run("vgg-large-batch", 40, 0.84, 2), 2, CnnRunState.EarlyStopping, "0.001", "256"),
            Bare(Told(Run("vgg-fast", 23, 0.8, 3), 3, CnnRunState.Interrupted, "0.003", "32")),
            Bare(Told(Run("20261124-080000-5f3a21", 60, 0.8, 4), 4, CnnRunState.Completed, "0.0003", "32")) with { Test = new(0.5, 0.8561, 10_000) },
        ];
    }

    /// <summary>A report of these runs.</summary>
    public static ReportDocument Of(params ReportRun[] runs) =>
        new() { Title = $"{(runs.Length == 1 ? runs[0].Network?.Name ?? runs[0].Name : $"{runs.Length} runs")} on {runs[0].Dataset}", Run = runs, Written = new DateTimeOffset(2026, 11, 24, 12, 30, 0, TimeSpan.Zero) };

    /// <summary>The same images under other class names.</summary>
    public static ImageSet Named(params IReadOnlyList<string> names) => new(Images.Name, Images.Split, Images.Channels, Images.Height, Images.Width, names, Images.Pixels, Images.Labels, verified: false, path: null);

    /// <summary>Answers whose confidence has to do with whether they are right, and whose mistakes prefer the next class.</summary>
    public static ModelEvaluation Answers(ImageSet images, double accuracy, int seed, string name = "shapes")
    {
        var random = new Random(seed);
        int classes = images.ClassNames.Count;
        var (predicted, confidence) = (new int[images.Count], new double[images.Count]);
        for (int i = 0; i < images.Count; i++)
        {
            int truth = images.Labels[i];
            bool right = random.NextDouble() < accuracy - (truth == 3 ? 0.2 : 0);
            predicted[i] = right ? truth : (truth + 1 + (int)(random.NextDouble() * random.NextDouble() * (classes - 1))) % classes;
            confidence[i] = Math.Clamp(right ? 1 - 0.35 * Math.Pow(random.NextDouble(), 2) : 0.98 - 0.6 * random.NextDouble(), 1.0 / classes, 1);
        }

        return new ModelEvaluation($"/models/{name}.safetensors", images, predicted, confidence, loss: 0.41, top5: images.Count * 99 / 100, seconds: 1.5, "ONNX Runtime 1.31.1");
    }

    private static CnnEpochResult[] History(int epochs, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(1, epochs).Select(epoch =>
        {
            double left = Math.Exp(-epoch / 18.0), noise = 0.015 * (random.NextDouble() - 0.5);
            return new CnnEpochResult
            {
                Epoch = epoch, Loss = 0.08 + 1.9 * left, Accuracy = 0.985 - 0.6 * left + noise / 2, ValidationLoss = 0.42 + 1.5 * left + epoch * 0.0012 + 3 * noise, ValidationAccuracy = 0.87 - 0.52 * left + noise,
                LearningRate = 0.001 * 0.5 * (1 + Math.Cos(Math.PI * (epoch - 1) / epochs)) + 1e-6, Seconds = 21.5 + noise, ImagesPerSecond = 2_080 + (1_000 * noise),
            };
        })];
    }

    private static CnnGateResult Gate(CnnGate gate, CnnGateOutcome outcome, double? value, double bound, CnnGateSeverity severity = CnnGateSeverity.Error) => new()
    {
        Model = "shapes", Gate = gate, Outcome = outcome, Severity = severity, Value = value, Bound = bound, Code = GateCodes.Of(gate),
        Reason = $"{gate} of the sample is compared with its bound over 10,000 images; this sentence says why, and is long enough to be broken into lines.",
    };
}
