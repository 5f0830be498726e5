using CnnTools.PowerShell.Output;
using CnnTools.PowerShell.Runners;


namespace CnnTools.PowerShell.Tests;

/// <summary>The runner of Measure-CnnModel, Get-CnnConfusionMatrix and Compare-CnnModel, with a real model.</summary>
[Collection(SharedModel.Name)]
public sealed class EvaluationRunnerTests(TrainedModel model)
{
    private readonly RecordingOutput _output = new();

    private EvaluationRunner Runner => new(_output, TrainedModel.Options, new ManualClock());

    [Fact]
    public void Measures_what_the_training_measured()
    {
        Runner.Measure(model.Path, "Shapes", CnnSplit.Test, perClass: false, classes: null, default);
        CnnEvaluationResult result = Assert.IsType<CnnEvaluationResult>(Assert.Single(_output.Emitted));
        Assert.Equal((model.Path, "Shapes", CnnSplit.Test, 2000), (result.Model, result.Dataset, result.Split, result.Count));
        Assert.Equal(model.Result.TestAccuracy, result.Accuracy);
    }

    [Fact]
    public void Measures_the_split_that_was_named()
    {
        Runner.Measure(model.Path, "Shapes", CnnSplit.Train, perClass: false, classes: null, default);
        Assert.Equal((CnnSplit.Train, 10_000), (((CnnEvaluationResult)_output.Emitted[0]).Split, ((CnnEvaluationResult)_output.Emitted[0]).Count));
    }

    [Fact]
    public void Measures_each_class()
    {
        Runner.Measure(model.Path, "Shapes", CnnSplit.Test, perClass: true, classes: null, default);
        Assert.Equal((10, 2000), (_output.Emitted.Count, _output.Emitted.Cast<CnnClassMetric>().Sum(metric => metric.Support)));
    }

    [Fact]
    public void Emits_the_whole_matrix_or_the_most_frequent_mistakes()
    {
        Runner.Confuse(model.Path, "Shapes", CnnSplit.Test, mostConfused: false, first: null, classes: null, default);
        CnnConfusionCell[] all = [.. _output.Emitted.Cast<CnnConfusionCell>()];
        Assert.Equal((100, 2000), (all.Length, all.Sum(cell => cell.Count)));

        _output.Emitted.Clear();
        Runner.Confuse(model.Path, "Shapes", CnnSplit.Test, mostConfused: true, first: 3, classes: null, default);
        Assert.Equal(
            all.Where(cell => cell.TrueLabel != cell.PredictedLabel).Select(cell => cell.Count).OrderDescending().Take(3),
            _output.Emitted.Cast<CnnConfusionCell>().Select(cell => cell.Count));
    }

    [Fact]
    public void Finds_no_difference_between_a_model_and_itself_and_evaluates_the_baseline_once()
    {
        EvaluationRunner runner = Runner;
        runner.Compare(model.Path, model.Path, "Shapes", CnnSplit.Test, default);
        runner.Compare(model.Path, model.Path, "Shapes", CnnSplit.Test, default);
        Assert.All(_output.Emitted.Cast<CnnComparison>(), comparison => Assert.Equal((1, 0, 0), (comparison.PValue, comparison.OnlyModel, comparison.OnlyBaseline)));
        Assert.Equal(3, _output.VerboseText.Count(text => text.StartsWith(model.Path, StringComparison.Ordinal)));
    }

    [Fact]
    public void Shows_one_bar_and_removes_it()
    {
        Runner.Measure(model.Path, "Shapes", CnnSplit.Test, perClass: false, classes: null, default);
        ProgressLine[] lines = [.. _output.ProgressLines.Where(line => line.Bar == ProgressBar.Evaluation)];
        Assert.Equal("Evaluate tiny.safetensors on Shapes", lines[0].Activity);
        Assert.True(lines[^1].Completed);
    }

    [Fact]
    public void A_file_that_is_no_model_is_an_error_and_leaves_no_bar()
    {
        string path = Path.Combine(model.Folder, "broken.safetensors");
        File.WriteAllText(path, "this is no model");
        Assert.Equal("ModelFileHeaderTooLarge", Assert.Throws<CnnException>(() => Runner.Measure(path, "Shapes", CnnSplit.Test, perClass: false, classes: null, default)).ErrorId);
        Assert.Equal("DatasetMismatch", Assert.Throws<CnnException>(() => Runner.Measure(model.Path, Pets(), CnnSplit.Test, perClass: false, classes: null, default)).ErrorId);
        Assert.All(_output.ProgressLines.GroupBy(line => line.Bar), lines => Assert.True(lines.Last().Completed));
        Assert.Empty(_output.Emitted);
    }

    [Fact]
    public void Stops_when_told_to()
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Runner.Measure(model.Path, "Shapes", CnnSplit.Test, perClass: false, classes: null, stopped.Token));
        Assert.Empty(_output.Emitted);
    }

    /// <summary>A dataset with other classes than the model's.</summary>
    private string Pets()
    {
        foreach (string name in (string[])["a", "b", "c", "d"]) File.WriteAllBytes(Path.Combine(model.Folder, $"{name}.png"), SmallPng.Encode(8, 8, (_, _) => (128, 128, 128)));
        string manifest = Path.Combine(model.Folder, "pets.csv");
        File.WriteAllText(manifest, "path,label,split\na.png,cat,train\nb.png,dog,train\nc.png,cat,test\nd.png,dog,test\n");
        return manifest;
    }
}
