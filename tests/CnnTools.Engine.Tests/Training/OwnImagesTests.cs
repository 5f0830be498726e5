using CnnTools.Core.Datasets;
using CnnTools.Core.Images;
using CnnTools.Core.ModelFiles;
using CnnTools.Core.Planning;
using CnnTools.Core.Progress;
using CnnTools.Engine.Batches;
using CnnTools.Engine.Inference;
using CnnTools.Engine.Sessions;
using CnnTools.Engine.Tests.Datasets;
using SkiaSharp;
using TorchSharp;

namespace CnnTools.Engine.Tests.Training;

/// <summary>Trainings on folders of people's own photographs, and what was once wrong with them.</summary>
[Collection(AloneInProcess.Name)]
public sealed class OwnImagesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new(), _cache = new(), _output = new();
    private readonly Recorder _observer = new();

    public void Dispose()
    {
        _folder.Dispose();
        _cache.Dispose();
        _output.Dispose();
    }

    [Fact]
    public void Photographs_of_different_sizes_are_trained_on_and_predicted_as_they_were_prepared()
    {
        Photographs("train", 24);
        Photographs("test", 8, seed: 100);
        string model = _output.Combine("m.safetensors");
        TrainingPlan plan = TrainingSession.Plan(Options with { ImageSize = new(24, 20), Fit = CnnImageFit.Pad, OutputPath = model });

        CnnTrainingResult result = TrainingSession.Run(plan, _observer, default);

        Assert.Contains("Images: prepared to 24x20x3, Pad because ImageSize says so", plan.Describe());
        ModelDocument document = ModelDocument.Read(model);
        var preparation = new ImagePreparation(3, 24, 20) { Fit = CnnImageFit.Pad };
        Assert.Equal(preparation, document.Preparation);
        Assert.Equal(("24,20", "Pad"), (document.Options["ImageSize"], document.Options["Fit"]));
        // Measuring, and predicting each file by itself, find what the training found.
        CnnInferenceOptions inference = new() { Device = "Cpu", Thread = 1, DatasetCache = _cache.Path };
        var session = new InferenceSession(inference, new SilentObserver());
        Assert.Equal(result.TestAccuracy, session.Evaluate(model, _folder.Path, CnnSplit.Test).ToResult().Accuracy);
        using Classifier classifier = session.Open(model);
        ImageSet test = session.Load(classifier, _folder.Path, CnnSplit.Test);
        var predictor = new ImagePredictor(classifier, top: 2);
        float[] byFile = [.. test.Files!.SelectMany(predictor.Add).Concat(predictor.Flush()).Select(static outcome => (float)outcome.Prediction.Single(static each => each.Label == "cat").Probability)];
        float[] byDataset = [.. Enumerable.Range(0, test.Count).Select(i => classifier.Probabilities(test.CopyOf(i))[0])];
        Assert.All(byFile.Zip(byDataset), static pair => Assert.Equal(pair.First, pair.Second, 5));
    }

    [Fact]
    public void Without_a_word_the_size_is_chosen_and_said_and_gray_networks_read_gray()
    {
        Photographs("", 8);
        Assert.Equal(new ImagePreparation(3, 128, 128), TrainingSession.Plan(Options).Input.Preparation);
        Assert.Contains(TrainingSession.Plan(Options).Describe(), static line => line.StartsWith("Images: prepared to 128x128x3, Crop because images ", StringComparison.Ordinal));
        CnnNetwork gray = Network(1, 28, 28);
        TrainingPlan plan = TrainingSession.Plan(Options with { Network = gray });
        Assert.Equal((new ImagePreparation(1, 28, 28), "it is the network's input"), (plan.Input.Preparation, plan.Input.Reason));
        string json = _output.Combine("n.json");
        File.WriteAllText(json, Core.Networks.NetworkJson.Serialize(gray));
        Assert.Equal(plan.Input.Preparation, TrainingSession.Plan(Options with { Architecture = json }).Input.Preparation);
        Assert.NotNull(TrainingSession.Run(plan, _observer, default));
    }

    [Fact]
    public void A_validation_folder_is_used_and_can_be_measured()
    {
        Photographs("training_set", 16);
        Photographs("VALID", 6, seed: 50);
        TrainingPlan plan = TrainingSession.Plan(Options with { ImageSize = new(16, 16), OutputPath = _output.Combine("m.safetensors") });

        TrainingSession.Run(plan, _observer, default);

        Assert.Equal(CnnValidationSplit.Validation, plan.ValidationSplit);
        CnnEvaluationResult measured = Session().Evaluate(plan.OutputPath!, _folder.Path, CnnSplit.Validation).ToResult();
        CnnEpochResult best = _observer.Epochs.MinBy(static epoch => epoch.ValidationLoss)!;
        Assert.Equal(6, measured.Count);
        Assert.Equal(best.ValidationLoss!.Value, measured.Loss, 5);
        Assert.Contains(plan.Warnings, static text => text.Contains("there is no test split, so that the model is not tested", StringComparison.Ordinal));
    }

    [Fact]
    public void A_held_out_test_and_validation_part_can_be_measured_afterwards()
    {
        Photographs("", 60);
        TrainingPlan plan = TrainingSession.Plan(Options with { ImageSize = new(16, 16), TestSplit = 0.25, ValidationSplit = new(0.2), OutputPath = _output.Combine("m.safetensors") });

        CnnTrainingResult result = TrainingSession.Run(plan, _observer, default);

        CnnEvaluationResult test = Session().Evaluate(plan.OutputPath!, _folder.Path, CnnSplit.Test).ToResult(), validation = Session().Evaluate(plan.OutputPath!, _folder.Path, CnnSplit.Validation).ToResult();
        Assert.Equal((result.TestCount, result.TestAccuracy), (test.Count, test.Accuracy));
        Assert.InRange(test.Count, 5, 28);
        CnnEpochResult best = _observer.Epochs.MinBy(static epoch => epoch.ValidationLoss)!;
        Assert.Equal(best.ValidationLoss!.Value, validation.Loss, 5);
        Assert.Equal(60, plan.Train.Count + test.Count);
    }

    [Theory]
    [InlineData("train/cat/1.jpg;train/dog/1.jpg;test/1.jpg", "so that their classes are not known")]
    [InlineData("train/cat/1.jpg;train/dog/1.jpg;test/cat/", "expected images")]
    [InlineData("train/cat/1.jpg;train/dog/1.jpg;test/cow/1.jpg", "found 'cow'")]
    public void A_test_split_that_is_flat_empty_or_of_other_classes_is_found_when_planning(string files, string message)
    {
        foreach (string file in files.Split(';'))
        {
            if (file.EndsWith('/')) Directory.CreateDirectory(_folder.Combine(file));
            else _folder.Write(file, Jpeg(40, 30, 1));
        }

        Assert.Contains(message, Assert.Throws<CnnException>(() => TrainingSession.Plan(Options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_test_image_is_found_before_the_first_step()
    {
        Photographs("train", 12);
        string broken = Photographs("test", 4)[2];
        File.WriteAllBytes(broken, File.ReadAllBytes(broken)[..^30]);

        CnnException error = Assert.Throws<CnnException>(() => TrainingSession.Run(Options with { ImageSize = new(16, 16) }, _observer, default));

        Assert.Equal(("ImageDecodeFailed", broken), (error.ErrorId, error.Target));
        Assert.Empty(_observer.Epochs);
        string model = _output.Combine("m.safetensors");
        CnnTrainingResult result = TrainingSession.Run(Options with { ImageSize = new(16, 16), SkipBroken = true, OutputPath = model }, _observer, default);
        Assert.Equal(3, result.TestCount);
        Assert.Equal("1", ModelDocument.Read(model).Options["SkippedImages"]);
        Assert.Contains(_observer.Warnings, text => text.Contains(broken, StringComparison.Ordinal));
        // A model that was trained so is measured so.
        Assert.Equal(3, Session().Evaluate(model, _folder.Path, CnnSplit.Test).ToResult().Count);
    }

    /// <summary>33 images in batches of 32 leave one: without a variance, PyTorch's running statistics become NaN.</summary>
    [Fact]
    public void A_last_batch_of_one_image_leaves_finite_statistics()
    {
        Photographs("", 33);
        CnnNetwork network = Network(3, 16, 16) with
        {
            Layers = [new() { Kind = CnnLayerKind.Conv2d, Filters = 4, KernelSize = 16 }, new() { Kind = CnnLayerKind.BatchNorm2d }, new() { Kind = CnnLayerKind.Flatten }, new() { Kind = CnnLayerKind.Dense, Units = 2 }],
        };
        string model = _output.Combine("m.safetensors");
        CnnTrainingOptions options = Options with { Network = network, BatchSize = 32, ValidationSplit = CnnValidationSplit.None, OutputPath = model };

        TrainingSession.Run(options, _observer, default);

        Assert.All(_observer.Epochs, static epoch => Assert.True(double.IsFinite(epoch.Loss)));
        Assert.Null(WeightCheck.FirstNotFinite(ModelDocument.Read(model).Content.Tensors));
        Assert.Contains("BatchSize: expected at least 2", Assert.Throws<CnnException>(() => TrainingSession.Plan(options with { BatchSize = 1, Force = true })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(33, 32, true, new[] { 33 })]
    [InlineData(65, 32, true, new[] { 32, 33 })]
    [InlineData(64, 32, true, new[] { 32, 32 })]
    [InlineData(34, 32, true, new[] { 32, 2 })]
    [InlineData(33, 32, false, new[] { 32, 1 })]
    [InlineData(1, 32, false, new[] { 1 })]
    public void Images_are_dealt_to_steps(int images, int batch, bool needsSeveral, int[] expected)
    {
        var steps = new StepSizes(batch, needsSeveral);
        var sizes = new List<int>();
        for (int rest = images; rest > 0; rest -= sizes[^1]) sizes.Add(steps.Next(rest));
        Assert.Equal(expected, sizes);
        Assert.Equal(expected.Length, steps.CountIn(images));
    }

    [Fact]
    public void Early_stopping_without_images_to_watch_is_said()
    {
        Photographs("", 8); // four per class: a tenth is none
        Assert.Contains("ValidationSplit 0.1: expected classes large enough", Assert.Throws<CnnException>(() => TrainingSession.Plan(Options with { EarlyStoppingPatience = 2 })).Message, StringComparison.Ordinal);
        Assert.Contains("ValidationSplit 0.05: expected classes large enough", Assert.Throws<CnnException>(() => TrainingSession.Plan(Options with { ValidationSplit = new(0.05) })).Message, StringComparison.Ordinal);
        TrainingPlan plan = TrainingSession.Plan(Options);
        Assert.Equal((CnnValidationSplit.None, 0), (plan.ValidationSplit, plan.EarlyStoppingPatience));
        Assert.Contains(plan.Warnings, static text => text.Contains("training does not stop early", StringComparison.Ordinal));
        Assert.Equal(2, TrainingSession.Plan(Options with { EarlyStoppingPatience = 2, ValidationSplit = new(0.25) }).EarlyStoppingPatience);
    }

    [Fact]
    public void A_folder_for_the_model_that_is_not_there_is_made_or_found_out_before_training()
    {
        Photographs("", 12);
        string model = _output.Combine("models", "deep", "m.safetensors");
        TrainingSession.Run(Options with { ImageSize = new(16, 16), OutputPath = model }, _observer, default);
        Assert.True(File.Exists(model));
        CnnException error = Assert.Throws<CnnException>(() => TrainingSession.Plan(Options with { OutputPath = _output.Path + "/nowhere/" }));
        Assert.Equal("OutputPathInvalid", error.ErrorId);
        Assert.False(Directory.Exists(_output.Combine("nowhere")));
    }

    [Fact]
    public void Batches_from_a_mapped_file_are_those_from_memory_to_the_bit()
    {
        Photographs("", 40);
        ImageSet mapped = new DatasetStore(new DatasetStoreOptions { CacheFolder = _cache.Path, CacheFromBytes = 0, ImageSize = new(40, 24) }).Load(_folder.Path, CnnSplit.Train);
        ImageSet memory = new DatasetStore(new DatasetStoreOptions { ImageSize = new(40, 24) }).Load(_folder.Path, CnnSplit.Train);
        using DeviceImages fromFile = DeviceImages.Upload(mapped, torch.CPU, largestUpload: 0), fromMemory = DeviceImages.Upload(memory, torch.CPU);
        using DisposeScope scope = torch.NewDisposeScope();
        int[] some = [3, 39, 0, 17], many = [.. Enumerable.Range(0, 40).Reverse(), .. Enumerable.Range(0, 400).Select(static i => i * 7 % 40)];
        foreach (int[] positions in (int[][])[some, many])
        {
            (torch.Tensor a, torch.Tensor labelsA) = fromFile.Select(positions);
            (torch.Tensor b, torch.Tensor labelsB) = fromMemory.Select(positions);
            Assert.True(a.equal(b).all().item<bool>() && labelsA.equal(labelsB).all().item<bool>());
            // The same layout in memory, too: kernels must not take another path.
            Assert.Equal(b.stride(), a.stride());
        }
    }

    private CnnTrainingOptions Options => new()
    {
        Dataset = _folder.Path, Architecture = "TwoConv4x4", Epoch = 2, BatchSize = 8, Seed = 3, Device = "Cpu", Thread = 1, DatasetCache = _cache.Path,
    };

    private static CnnNetwork Network(int channels, int height, int width) => new()
    {
        Name = "Own", Height = height, Width = width, Channels = channels, Layers = [new() { Kind = CnnLayerKind.Flatten }, new() { Kind = CnnLayerKind.Dense, Units = 2 }],
    };

    private InferenceSession Session() => new(new CnnInferenceOptions { Device = "Cpu", Thread = 1, DatasetCache = _cache.Path }, new SilentObserver());

    /// <summary>Cats are red, dogs are blue; every photograph has a size of its own.</summary>
    private string[] Photographs(string split, int count, int seed = 0) => [.. Enumerable.Range(0, count).Select(i =>
        _folder.Write($"{split}{(split.Length > 0 ? "/" : "")}{(i % 2 == 0 ? "cat" : "dog")}/{i}.jpg", Jpeg(70 + ((i + seed) % 7 * 9), 66 + ((i + seed) % 5 * 11), (i + seed) * 2 + (i % 2))))];

    private static byte[] Jpeg(int width, int height, int content)
    {
        using var bitmap = new SKBitmap(width, height);
        var random = new Random(content);
        for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
        {
            byte strong = (byte)random.Next(120, 256), weak = (byte)random.Next(90);
            bitmap.SetPixel(x, y, content % 2 == 0 ? new SKColor(strong, weak, weak) : new SKColor(weak, weak, strong));
        }

        using SKData data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
        return data.ToArray();
    }

    private sealed class Recorder : ITrainingObserver
    {
        public List<CnnEpochResult> Epochs { get; } = [];

        public List<string> Warnings { get; } = [];

        public void OnDataset(DatasetProgress progress)
        {
        }

        public void OnMessage(MessageLevel level, string text)
        {
            if (level == MessageLevel.Warning) Warnings.Add(text);
        }

        public void OnProgress(TrainingProgress progress)
        {
        }

        public void OnEpoch(CnnEpochResult result) => Epochs.Add(result);
    }
}
