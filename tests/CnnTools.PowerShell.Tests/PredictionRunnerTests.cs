using CnnTools.Core.Datasets;
using CnnTools.PowerShell.Runners;

namespace CnnTools.PowerShell.Tests;

/// <summary>The runner of Get-CnnPrediction, with a real model and real files.</summary>
[Collection(SharedModel.Name)]
public sealed class PredictionRunnerTests : IDisposable
{
    private readonly TrainedModel _model;
    private readonly RecordingOutput _output = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cnntools-tests-");

    public PredictionRunnerTests(TrainedModel model) => _model = model;

    public void Dispose() => _folder.Delete(recursive: true);

    private IEnumerable<CnnPrediction> Predictions => _output.Emitted.Cast<CnnPrediction>();

    private PredictionRunner Runner(int top = 1, int batchSize = 32) => new(_output, TrainedModel.Options, _model.Path, top, flip: false, batchSize);

    [Fact]
    public void Answers_for_a_file_are_those_for_the_datasets_image()
    {
        ImageSet images = new DatasetStore(new DatasetStoreOptions()).Load("Shapes", CnnSplit.Test);
        using PredictionRunner runner = Runner(top: 10);
        for (int i = 0; i < 5; i++) runner.Add(Save(images, i));
        runner.Add("Shapes", CnnSplit.Test, [0, 1, 2, 3, 4], default);
        runner.Finish();

        CnnPrediction[] all = [.. Predictions];
        Assert.Equal(100, all.Length);
        for (int i = 0; i < 50; i++)
        {
            Assert.Equal((all[i].Rank, all[i].Label), (all[i + 50].Rank, all[i + 50].Label));
            // An image's place in its batch decides which of a matrix product's routines meets it: the last bit may differ.
            Assert.Equal(all[i].Probability, all[i + 50].Probability, 1e-6);
            Assert.Null(all[i].TrueLabel);
            Assert.Equal(images.ClassNames[images.Labels[i / 10]], all[i + 50].TrueLabel);
        }
    }

    [Fact]
    public void A_broken_image_is_an_error_and_the_rest_go_on_in_order()
    {
        string good = Write("good.png", SmallPng.Encode(50, 20, (x, y) => ((byte)(5 * x), (byte)(12 * y), 90)));
        string text = Write("text.png", "no image"u8.ToArray()), cut = Write("cut.png", File.ReadAllBytes(good)[..60]), missing = Path.Combine(_folder.FullName, "missing.png");
        using PredictionRunner runner = Runner(batchSize: 2);
        foreach (string path in (string[])[good, text, good, missing, cut, _folder.FullName, good]) runner.Add(path);
        runner.Finish();

        Assert.Equal([good, good, good], Predictions.Select(prediction => prediction.Path));
        Assert.Equal([text, missing, cut, _folder.FullName], _output.Errors.Select(error => error.Target));
        Assert.Equal(["ImageDecodeFailed", "ImageNotReadable", "ImageDecodeFailed", "ImageNotReadable"], _output.Errors.Select(error => error.ErrorId));
        Assert.All(_output.Errors, error => Assert.Contains((string)error.Target!, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Answers_come_once_a_batch_is_full()
    {
        string path = Write("a.png", SmallPng.Encode(4, 4, (_, _) => (1, 2, 3)));
        using PredictionRunner runner = Runner(batchSize: 3);
        int[] after = new int[4];
        for (int i = 0; i < after.Length; i++)
        {
            runner.Add(path);
            after[i] = _output.Emitted.Count;
        }

        Assert.Equal([0, 0, 3, 3], after);
        runner.Finish();
        Assert.Equal(4, _output.Emitted.Count);
    }

    [Fact]
    public void Without_numbers_all_images_of_the_split_are_answered()
    {
        using PredictionRunner runner = Runner();
        runner.Add("Shapes", CnnSplit.Test, null, default);
        runner.Finish();
        Assert.Equal(Enumerable.Range(0, 2000).Select(index => $"Shapes/Test/{index}"), Predictions.Select(prediction => prediction.Path));
        Assert.Equal(_model.Result.TestAccuracy!.Value, Predictions.Average(prediction => prediction.Label == prediction.TrueLabel ? 1.0 : 0.0), 12);
    }

    [Fact]
    public void A_number_that_no_image_has_is_an_error_of_its_own()
    {
        using PredictionRunner runner = Runner();
        runner.Add("Shapes", CnnSplit.Test, [0, 5000, 1], default);
        runner.Finish();
        Assert.Equal(["Shapes/Test/0", "Shapes/Test/1"], Predictions.Select(prediction => prediction.Path));
        Assert.Equal(("IndexOutOfRange", (object)5000), (Assert.Single(_output.Errors).ErrorId, _output.Errors[0].Target));
    }

    [Fact]
    public void A_dataset_that_does_not_exist_ends_it()
    {
        using PredictionRunner runner = Runner();
        Assert.Equal("DatasetNotFound", Assert.Throws<CnnException>(() => runner.Add("Shaps", CnnSplit.Test, null, default)).ErrorId);
    }

    private string Write(string name, byte[] content)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private string Save(ImageSet images, int index)
    {
        int plane = images.Width * images.Height, first = index * 3 * plane;
        byte At(int channel, int x, int y) => images.Pixels[first + channel * plane + y * images.Width + x];
        return Write($"{index}.png", SmallPng.Encode(images.Width, images.Height, (x, y) => (At(0, x, y), At(1, x, y), At(2, x, y))));
    }
}
