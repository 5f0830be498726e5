using CnnTools.Core.Progress;
using CnnTools.Core.Runs;
using CnnTools.Engine.Sessions;
using CnnTools.Engine.Tests.Prediction;

namespace CnnTools.Engine.Tests.Runs;

/// <summary>Trainings leave records and models by which they are found again.</summary>
public sealed class RunFinderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private string Records => Path.Combine(_folder, "runs");

    private string Model => Path.Combine(_folder, "m.safetensors");

    private CnnTrainingOptions Options => new()
    {
        Dataset = "Shapes", Network = SmallModel.Network, Epoch = 2, BatchSize = 256, Seed = 5, Device = "Cpu", Thread = 1, OutputPath = Model, LogPath = Path.Combine(_folder, "l.csv"), RunPath = Records,
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_training_is_found_by_its_record_with_options_metrics_and_files()
    {
        CnnTrainingResult result = TrainingSession.Run(Options with { TensorBoardPath = Path.Combine(_folder, "board") }, new Watching(), default);
        CnnRun run = Assert.Single(RunFinder.Find([_folder], recurse: true));
        Assert.Equal((CnnRunState.Completed, "Shapes", "Small", 2, 5L), (run.State, run.Dataset, run.Architecture, run.Epoch, run.Seed));
        Assert.Equal((result.TestAccuracy, result.TestLoss, result.BestEpoch), (run.TestAccuracy, run.TestLoss, run.BestEpoch!.Value));
        Assert.Equal((Model, Options.LogPath, Path.Combine(_folder, "board")), (run.ModelPath, run.LogPath, run.TensorBoardPath));
        Assert.Equal(("256", "5", "Adam"), (run.Options["BatchSize"], run.Options["Seed"], run.Options["Optimizer"]));
        Assert.Equal([1, 2], run.History.Select(epoch => epoch.Epoch));
        Assert.Equal(run.History, HistoryFile.Read(run.RecordPath!));
        Assert.Equal(run.History, HistoryFile.Read(Model));
        Assert.Equal(run.History.Select(epoch => epoch.Loss), HistoryFile.Read(run.LogPath!).Select(epoch => epoch.Loss));
        Assert.Single(Directory.GetFiles(Path.Combine(_folder, "board"), "events.out.tfevents.*"));
    }

    [Fact]
    public void Without_a_folder_for_records_the_model_tells_of_it()
    {
        TrainingSession.Run(Options with { RunPath = null }, new Watching(), default);
        Assert.False(Directory.Exists(Records));
        CnnRun run = Assert.Single(RunFinder.Find([_folder], recurse: false));
        Assert.Equal((CnnRunState.Completed, "Shapes", "Small", 2, Model, (string?)null), (run.State, run.Dataset, run.Architecture, run.Epoch, run.ModelPath, run.RecordPath));
        Assert.NotNull(run.TestAccuracy);
        Assert.NotNull(run.ValidationAccuracy);
    }

    [Fact]
    public void A_training_that_somebody_stops_says_so_and_a_resumed_one_goes_on_in_the_same_record()
    {
        CnnTrainingOptions options = Options with { Epoch = 3, CheckpointPath = Path.Combine(_folder, "c"), Resume = true };
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => TrainingSession.Run(options, new Watching { OnEnd = () => stop.Cancel() }, stop.Token));
        CnnRun stopped = Assert.Single(RunFinder.Find([Records], recurse: false));
        Assert.Equal((CnnRunState.Stopped, 1), (stopped.State, stopped.Epoch));

        TrainingSession.Run(options, new Watching(), default);
        CnnRun resumed = Assert.Single(RunFinder.Find([Records], recurse: false));
        Assert.Equal((CnnRunState.Completed, 3, stopped.Id, stopped.Date), (resumed.State, resumed.Epoch, resumed.Id, resumed.Date));
    }

    [Fact]
    public void A_training_whose_process_is_gone_was_interrupted_and_one_whose_process_runs_is_running()
    {
        string seen = "";
        TrainingSession.Run(Options, new Watching { OnEnd = () => seen = $"{seen}{Assert.Single(RunFinder.Find([Records], recurse: false)).State} " }, default);
        Assert.Equal("Running Running ", seen);

        string record = Directory.GetFiles(Records).Single();
        string text = File.ReadAllText(record).Replace("\"Completed\"", "\"Running\"", StringComparison.Ordinal);
        File.WriteAllText(record, text);
        Assert.Equal(CnnRunState.Running, RunFinder.Find([record], recurse: false)[0].State);
        File.WriteAllText(record, text.Replace("\"ProcessStart\": ", "\"ProcessStart\": 1", StringComparison.Ordinal));
        Assert.Equal(CnnRunState.Interrupted, RunFinder.Find([record], recurse: false)[0].State);
    }

    [Fact]
    public void Broken_records_are_told_of_and_the_others_go_on()
    {
        TrainingSession.Run(Options with { Epoch = 1 }, new Watching(), default);
        foreach (string text in (string[])["", "{", "{}", "[1]", "{\"Format\":\"x\"}", File.ReadAllText(Directory.GetFiles(Records).First(file => !file.Contains("broken", StringComparison.Ordinal))).Replace("\"History\"", "\"Histories\"", StringComparison.Ordinal)])
            File.WriteAllText(Path.Combine(Records, $"broken{text.Length}.run.json"), text);
        List<CnnException> skipped = [];
        Assert.Single(RunFinder.Find([Records], recurse: false, skipped.Add));
        Assert.Equal(Directory.GetFiles(Records).Length - 1, skipped.Count);
        Assert.All(skipped, error => Assert.Equal("RunRecordInvalid", error.ErrorId));
        Assert.Equal("RunNotFound", Assert.Throws<CnnException>(() => RunFinder.Find([Path.Combine(_folder, "none")], recurse: false)).ErrorId);
    }

    [Fact]
    public void Newer_trainings_come_first()
    {
        TrainingSession.Run(Options with { Epoch = 1 }, new Watching(), default);
        TrainingSession.Run(Options with { Epoch = 1, Force = true, Seed = 6 }, new Watching(), default);
        Assert.Equal([6L, 5L], RunFinder.Find([Records], recurse: false).Select(run => run.Seed!.Value));
    }

    [Theory]
    [InlineData("Epoch,Loss\n1,2\n", "LogInvalid")]
    [InlineData("Epoch,Loss,Accuracy\n", "HistoryInvalid")]
    [InlineData("Epoch,Loss,Accuracy\nx,1,1\n", "LogInvalid")]
    [InlineData("Epoch,Loss,Accuracy\n1,2\n", "LogInvalid")]
    public void A_table_that_is_no_history_is_refused(string text, string id)
    {
        string path = Path.Combine(_folder, "h.csv");
        File.WriteAllText(path, text);
        Assert.Equal(id, Assert.Throws<CnnException>(() => HistoryFile.Read(path)).ErrorId);
        Assert.Equal("HistoryNotFound", Assert.Throws<CnnException>(() => HistoryFile.Read(path + "x")).ErrorId);
    }

    private sealed class Watching : ITrainingObserver
    {
        public Action? OnEnd { get; init; }

        public void OnDataset(DatasetProgress progress)
        {
        }

        public void OnMessage(MessageLevel level, string text)
        {
        }

        public void OnProgress(TrainingProgress progress)
        {
        }

        public void OnEpoch(CnnEpochResult result) => OnEnd?.Invoke();
    }
}
