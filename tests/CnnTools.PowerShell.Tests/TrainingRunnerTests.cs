using System.Globalization;
using CnnTools.Core.Progress;
using CnnTools.PowerShell.Output;
using CnnTools.PowerShell.Runners;

namespace CnnTools.PowerShell.Tests;

public sealed class TrainingRunnerTests
{
    private static readonly CnnTrainingOptions Options = new() { Dataset = "Shapes", Architecture = "TwoConv4x4", Seed = 7 };

    private static CnnEpochResult Epoch(int number) =>
        new() { Epoch = number, Loss = 0.5, Accuracy = 0.8, LearningRate = 0.001, Seconds = 1, ImagesPerSecond = 1000 };

    private static CnnTrainingResult Result() => new()
    {
        Dataset = "Shapes", Architecture = "TwoConv4x4", StopReason = CnnStopReason.Completed, StopMessage = "All 2 epochs were run.", Epoch = 2, BestEpoch = 2, TestAccuracy = 0.9625, TestCount = 2000,
        Seconds = 12.34, Device = "Cpu", Precision = CnnPrecision.Float32, Threads = 2, Seed = 7, ModelPath = "/models/m.safetensors", LogPath = "/models/m.csv",
    };

    private static TrainingRunner Runner(RecordingOutput output, TrainingFunction train, TimeProvider? clock = null) => new(output, train, clock);

    [Fact]
    public void Emits_each_epoch_while_the_training_still_runs()
    {
        var output = new RecordingOutput();
        var emittedDuringTraining = new List<int>();
        Runner(output, (_, observer, _) =>
        {
            for (int epoch = 1; epoch <= 3; epoch++)
            {
                observer.OnEpoch(Epoch(epoch));
                emittedDuringTraining.Add(output.Emitted.Count);
            }

            return Result();
        }).Run(Options, passThru: false, default);

        Assert.Equal([1, 2, 3], emittedDuringTraining);
        Assert.Equal([1, 2, 3], output.Emitted.Cast<CnnEpochResult>().Select(epoch => epoch.Epoch));
    }

    [Fact]
    public void Does_not_train_when_told_not_to_proceed()
    {
        var output = new RecordingOutput { Answer = false };
        Runner(output, (_, _, _) => throw new InvalidOperationException("trained")).Run(Options, passThru: false, default);

        Assert.Equal("Train TwoConv4x4 on Shapes", output.Asked[0]);
        Assert.Contains(output.Asked, line => line.EndsWith("seed 7", StringComparison.Ordinal));
        Assert.Empty(output.Emitted);
        Assert.Empty(output.InformationText);
    }

    [Fact]
    public void Trains_once_on_a_dataset_that_comes_as_two_splits()
    {
        var output = new RecordingOutput();
        int trainings = 0;
        TrainingRunner runner = Runner(output, (_, _, _) =>
        {
            trainings++;
            return Result();
        });
        runner.Run(Options, passThru: false, default);
        runner.Run(Options with { Dataset = "SHAPES" }, passThru: false, default);
        runner.Run(Options with { Dataset = "Mnist", Architecture = null }, passThru: false, default);

        Assert.Equal(2, trainings);
        Assert.Contains("SHAPES", Assert.Single(output.VerboseText), StringComparison.Ordinal);
    }

    [Fact]
    public void Sends_each_message_to_its_stream()
    {
        var output = new RecordingOutput();
        Runner(output, (_, observer, _) =>
        {
            observer.OnMessage(MessageLevel.Verbose, "v");
            observer.OnMessage(MessageLevel.Information, "i");
            observer.OnMessage(MessageLevel.Warning, "w");
            return Result();
        }).Run(Options, passThru: false, default);

        Assert.Equal(["v"], output.VerboseText);
        Assert.Equal(["w"], output.WarningText);
        Assert.Equal("i", output.InformationText[0]);
    }

    [Fact]
    public void Ends_with_one_line_that_says_how_good_and_where()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            Assert.Equal(
                "TwoConv4x4 on Shapes: All 2 epochs were run; test accuracy 96.25% on 2,000 images; 12.3 s on Cpu; model: /models/m.safetensors; log: /models/m.csv",
                TrainingRunner.Summarize(Result()));
            Assert.Equal("TwoConv4x4 on Shapes: All 2 epochs were run; 12.3 s on Cpu", TrainingRunner.Summarize(Result() with { TestAccuracy = null, ModelPath = null, LogPath = null }));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Removes_its_progress_bars_at_the_end_and_after_an_error(bool fails)
    {
        var output = new RecordingOutput();
        var clock = new ManualClock();
        TrainingRunner runner = Runner(output, (_, observer, _) =>
        {
            observer.OnDataset(new DatasetProgress("Downloading Mnist", "train", 1, 2));
            clock.Advance(1000);
            observer.OnProgress(new TrainingProgress(1, 2, 50, 100, 1.5, 0.4, 900, TimeSpan.FromSeconds(20)));
            return fails ? throw new CnnException("TrainingDiverged", CnnErrorCategory.OperationFailed, "nan") : Result();
        }, clock);

        if (fails) Assert.Equal("TrainingDiverged", Assert.Throws<CnnException>(() => runner.Run(Options, passThru: false, default)).ErrorId);
        else runner.Run(Options, passThru: false, default);

        foreach (ProgressBar bar in (ProgressBar[])[ProgressBar.Training, ProgressBar.Epoch, ProgressBar.Dataset])
        {
            Assert.True(output.ProgressLines.Last(line => line.Bar == bar).Completed, $"{bar} is still shown");
        }
    }

    [Fact]
    public void Writes_nothing_after_a_cancellation()
    {
        // A pipeline that is stopping refuses all output; an attempt would hide the cancellation.
        var output = new RecordingOutput();
        var source = new CancellationTokenSource();
        int before = -1;
        Assert.Throws<OperationCanceledException>(() => Runner(output, (_, observer, token) =>
        {
            observer.OnProgress(new TrainingProgress(1, 2, 50, 100, 1.5, 0.4, 900, TimeSpan.Zero));
            before = output.ProgressLines.Count;
            source.Cancel();
            token.ThrowIfCancellationRequested();
            return Result();
        }).Run(Options, passThru: false, source.Token));

        Assert.Equal(before, output.ProgressLines.Count);
        Assert.Empty(output.InformationText);
    }
}
