using CnnTools.PowerShell.Parameters;
using CnnTools.PowerShell.Runners;


namespace CnnTools.PowerShell.Tests;

/// <summary>What Export-CnnChart makes of what comes through the pipeline.</summary>
public sealed class ChartRunnerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cnntools-chart-").FullName;

    private string Target => Path.Combine(_folder, "chart.svg");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static CnnEpochResult Epoch(int number) => new() { Epoch = number, Loss = 1.0 / number, Accuracy = 0.5, LearningRate = 0.1, Seconds = 1, ImagesPerSecond = 1 };

    private static ChartInput Of(params object[] items)
    {
        var input = new ChartInput();
        foreach (object item in items) input.Add(item, name => item is Dictionary<string, object?> row ? row.GetValueOrDefault(name) : null);
        return input;
    }

    [Fact]
    public void An_epoch_whose_number_does_not_rise_begins_another_training()
    {
        ChartInput input = Of(Epoch(1), Epoch(2), Epoch(1), Epoch(2), Epoch(3));
        Assert.Equal([2, 3], input.Runs().Select(run => run.History.Count));
        Assert.Equal(["a", "training 2"], input.Runs(["a"]).Select(run => run.Name));
    }

    [Fact]
    public void Rows_of_a_table_count_as_what_they_were()
    {
        ChartInput input = Of(
            new Dictionary<string, object?> { ["Epoch"] = "1", ["Loss"] = "0.25", ["Accuracy"] = "0.5", ["ValidationLoss"] = "", ["LearningRate"] = "0.1" },
            new Dictionary<string, object?> { ["TrueLabel"] = "cat", ["PredictedLabel"] = "dog", ["Count"] = "7" });
        Assert.Equal((0.25, (double?)null), (input.Runs()[0].History[0].Loss, input.Runs()[0].History[0].ValidationLoss));
        Assert.Equal(("cat", "dog", 7), (input.Cell[0].TrueLabel, input.Cell[0].PredictedLabel, input.Cell[0].Count));
        Assert.Equal("ChartInputInvalid", Assert.Throws<CnnException>(() => Of(new Dictionary<string, object?> { ["Epoch"] = "x" })).ErrorId);
    }

    [Fact]
    public void The_file_is_emitted_and_nothing_is_written_where_the_user_says_no()
    {
        var no = new RecordingOutput { Answer = false };
        new ChartRunner(no).Draw(Of(Epoch(1), Epoch(2)), new ChartLook { OutputPath = Target });
        Assert.False(File.Exists(Target));
        Assert.Equal([$"Draw {Target}"], no.Asked);

        var yes = new RecordingOutput();
        new ChartRunner(yes).Draw(Of(Epoch(1), Epoch(2)), new ChartLook { OutputPath = Target });
        Assert.Equal(Target, Assert.IsType<FileInfo>(Assert.Single(yes.Emitted)).FullName);
        Assert.StartsWith("<?xml", File.ReadAllText(Target), StringComparison.Ordinal);
        Assert.Equal("OutputExists", Assert.Throws<CnnException>(() => new ChartRunner(yes).Draw(Of(Epoch(1)), new ChartLook { OutputPath = Target })).ErrorId);
    }

    [Fact]
    public void What_is_asked_for_has_to_come()
    {
        var runner = new ChartRunner(new RecordingOutput());
        Assert.Equal("ChartInputInvalid", Assert.Throws<CnnException>(() => runner.Draw(Of(Epoch(1)), new ChartLook { OutputPath = Target, Kind = CnnChartKind.ConfusionMatrix })).ErrorId);
        var warned = new RecordingOutput();
        new ChartRunner(warned).Draw(Of(), new ChartLook { OutputPath = Target });
        Assert.Single(warned.WarningText);
    }
}
