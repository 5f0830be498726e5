using CnnTools.Core.Planning;
using CnnTools.Core.Runs;
using CnnTools.Engine.Sessions;
using CnnTools.Engine.Training;
using CnnTools.Engine.Training.Listeners;

namespace CnnTools.Engine.Tests.Training;

/// <summary>In what order a training's listeners are told, and what happens when one of them fails.</summary>
[Collection(AloneInProcess.Name)]
public sealed class TrainingListenersTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cnntools-listeners-").FullName;
    private readonly List<string> _told = [];

    private static CnnEpochResult Epoch => new() { Epoch = 1, Loss = 1, Accuracy = 0, LearningRate = 1, Seconds = 1, ImagesPerSecond = 1 };

    [Fact]
    public void They_are_told_in_the_order_of_the_list()
    {
        using (var listeners = new TrainingListeners(new Named("page", _told), null, new Named("user", _told)))
        {
            listeners.Prepend([new Named("log", _told), null, new Named("checkpoint", _told)]);
            listeners.EpochEnded(Epoch, isBest: true);
            listeners.Finished(null!);
        }

        Assert.Equal(
            ["log epoch", "checkpoint epoch", "page epoch", "user epoch", "log finished", "checkpoint finished", "page finished", "user finished",
                "log closed", "checkpoint closed", "page closed", "user closed"], _told);
    }

    [Fact]
    public void What_one_throws_ends_the_training_and_all_are_told_even_where_that_fails_too()
    {
        using var listeners = new TrainingListeners(new Named("log", _told), new Named("model", _told, throwsAt: "epoch"),
            new Named("record", _told, throwsAt: "failed"), new Named("user", _told));
        IOException full = Assert.Throws<IOException>(() => listeners.EpochEnded(Epoch, isBest: true));
        listeners.Failed(full);
        Assert.Equal(["log epoch", "model epoch", "log failed: model epoch", "model failed: model epoch", "record failed: model epoch",
            "user failed: model epoch"], _told);
    }

    [Fact]
    public void What_has_finished_is_not_told_of_a_failure_after_it()
    {
        using var listeners = new TrainingListeners(new Named("model", _told), new Named("record", _told, throwsAt: "finished"), new Named("page", _told));
        listeners.Failed(Assert.Throws<IOException>(() => listeners.Finished(null!)));
        Assert.Equal(["model finished", "record finished", "record failed: record finished", "page failed: record finished"], _told);
    }

    [Fact]
    public void What_is_written_of_an_epoch_is_on_disk_before_the_user_is_told_of_it()
    {
        string log = Path.Combine(_folder, "l.csv"), model = Path.Combine(_folder, "m.safetensors"), checkpoint = Path.Combine(_folder, "c"),
            page = Path.Combine(_folder, "p.html"), runs = Path.Combine(_folder, "runs");
        int seen = 0;
        var observer = new SilentObserver
        {
            OnEpochDone = epoch =>
            {
                seen++;
                Assert.Equal(1 + epoch.Epoch, File.ReadAllLines(log).Length);
                Assert.Equal(epoch, HistoryFile.Read(model)[^1]);
                Assert.Equal(epoch.Epoch + 1, Checkpoint.Read(checkpoint, Assert.Fail).State.Epoch);
                CnnRun run = Assert.Single(RunFinder.Find([runs], recurse: false, static error => throw error));
                Assert.Equal((CnnRunState.Running, epoch.Epoch), (run.State, run.History.Count));
                Assert.Contains("http-equiv=\"refresh\"", File.ReadAllText(page), StringComparison.Ordinal);
            },
        };
        TrainingSession.Run(
            new CnnTrainingOptions
            {
                Dataset = "Shapes", Network = Prediction.SmallModel.Network, Epoch = 2, BatchSize = 200, Seed = 2, Device = "Cpu", Thread = 1,
                    RestoreBest = false,
                LogPath = log, OutputPath = model, CheckpointPath = checkpoint, ReportPath = page, RunPath = runs,
            }, observer, default);
        Assert.Equal(2, seen);
        Assert.Equal(CnnRunState.Completed, Assert.Single(RunFinder.Find([runs], recurse: false, static error => throw error)).State);
        Assert.DoesNotContain("http-equiv=\"refresh\"", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_who_fails_leaves_a_record_and_a_page_that_are_over()
    {
        string page = Path.Combine(_folder, "p.html"), runs = Path.Combine(_folder, "runs");
        var options = new CnnTrainingOptions { Dataset = "Shapes", Network = Prediction.SmallModel.Network, Epoch = 2, BatchSize = 200, Seed = 2,
            Device = "Cpu", Thread = 1, ReportPath = page, RunPath = runs };
        Assert.Throws<InvalidOperationException>(() =>
            TrainingSession.Run(options, new SilentObserver { OnEpochDone = static _ => throw new InvalidOperationException("closed") }, default));
        CnnRun run = Assert.Single(RunFinder.Find([runs], recurse: false, static error => throw error));
        Assert.Equal((CnnRunState.Failed, "An error ended it."), (run.State, run.StopMessage));
        Assert.DoesNotContain("http-equiv=\"refresh\"", File.ReadAllText(page), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private sealed class Named(string name, List<string> told, string? throwsAt = null) : ITrainingListener
    {
        public void StepEnded(LoopRun run, bool isLast) => Tell("step");

        public void EpochEnded(CnnEpochResult result, bool isBest) => Tell("epoch");

        public void Failed(Exception cause) => Tell("failed", ": " + cause.Message);

        public void Finished(CnnTrainingResult result) => Tell("finished");

        public void Dispose() => Tell("closed");

        private void Tell(string what, string detail = "")
        {
            told.Add($"{name} {what}{detail}");
            if (throwsAt == what) throw new IOException($"{name} {what}");
        }
    }
}
