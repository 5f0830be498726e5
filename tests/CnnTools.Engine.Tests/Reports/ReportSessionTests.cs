using System.Text.RegularExpressions;
using CnnTools.Core.Evaluation;
using CnnTools.Core.Gates;
using CnnTools.Core.Gates.Exporters;
using CnnTools.Core.Progress;
using CnnTools.Core.Reports;
using CnnTools.Core.Runs;
using CnnTools.Core.Statistics;
using CnnTools.Engine.Sessions;
using CnnTools.Engine.Tests.Prediction;
using static System.FormattableString;

namespace CnnTools.Engine.Tests.Reports;

/// <summary>Reports of a real model, from its file; and of a real training, while it runs.</summary>
public sealed class ReportSessionTests(SmallModel model) : IClassFixture<SmallModel>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cnntools-report-").FullName;

    private string Output => Path.Combine(_folder, "report.html");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Tells_of_a_model_what_its_file_and_its_test_images_say()
    {
        string page = Write(new ReportRequest { Model = [model.Path], OutputPath = Output, Gates = new CnnGateOptions { MinAccuracy = 0.999 } });
        Assert.Contains(Invariant($"{100 * model.Result.TestAccuracy:0.00}% of 2,000 images of Shapes (test split)"), page, StringComparison.Ordinal);
        Assert.Contains("1 of 1 gate failed", page, StringComparison.Ordinal);
        foreach (string expected in (string[])["BatchSize", "50", "conv2d", "batch_norm2d", "Evaluated with", model.Path, "Most confident mistakes", "Epochs as a table"]) Assert.Contains(expected, page, StringComparison.Ordinal);
    }

    [Fact]
    public void Compares_models_and_tells_runs_of_one_name_apart()
    {
        string page = Write(new ReportRequest { Model = [model.Path, model.Path], OutputPath = Output, Title = "Twice" });
        Assert.Contains("<h1>Twice</h1>", page, StringComparison.Ordinal);
        Assert.Contains("small (2)", page, StringComparison.Ordinal);
        Assert.Contains("Each run against small on the same images", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Compares_runs_found_again_whether_their_models_are_there_or_not()
    {
        string records = Path.Combine(_folder, "runs"), kept = Path.Combine(_folder, "kept.safetensors"), moved = Path.Combine(_folder, "moved.safetensors");
        var options = new CnnTrainingOptions { Dataset = "Shapes", Network = SmallModel.Network, Epoch = 2, BatchSize = 250, Seed = 5, Device = "Cpu", Thread = 1, RunPath = records };
        CnnTrainingResult result = TrainingSession.Run(options with { OutputPath = kept }, new Watcher(), default);
        CnnTrainingResult gone = TrainingSession.Run(options with { OutputPath = moved, BatchSize = 500, Epoch = 3 }, new Watcher(), default);
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => TrainingSession.Run(options with { Seed = 6 }, new Watcher(stop.Cancel), stop.Token));
        File.Delete(moved);

        CnnRun[] runs = [.. RunFinder.Find([records], recurse: false).OrderBy(static run => run.Date)];
        string page = Write(new ReportRequest { Model = [.. runs.Select(static run => run.RecordPath!)], OutputPath = Output });
        Assert.Contains("<h1>3 runs on Shapes</h1>", page, StringComparison.Ordinal);
        // The model that is there was run over the images; the other runs are told by their records.
        Assert.Equal(1, Regex.Count(page, "How often each class was taken for each class</caption>"));
        foreach (string expected in (string[])[
            Percent(result.TestAccuracy), Percent(gone.TestAccuracy), $"{moved}, which is not there any more", ">Stopped<", "What the trainings were told differently", ">BatchSize<", ">Seed<", runs[2].Id, "kept, training",
            "moved, training", Invariant($"{100 * WilsonInterval.Of((int)Math.Round(gone.TestAccuracy!.Value * 2000), 2000).Lower:0.00} to ")]) Assert.Contains(expected, page, StringComparison.Ordinal);
        Assert.DoesNotContain("scope=\"col\">Optimizer<", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_another_training_wrote_over_is_not_taken_for_that_of_the_first()
    {
        string records = Path.Combine(_folder, "runs"), shared = Path.Combine(_folder, "shared.safetensors");
        var options = new CnnTrainingOptions { Dataset = "Shapes", Network = SmallModel.Network, Epoch = 1, BatchSize = 500, Seed = 5, Device = "Cpu", Thread = 1, RunPath = records, OutputPath = shared, Force = true };
        TrainingSession.Run(options, new Watcher(), default);
        TrainingSession.Run(options with { Seed = 6 }, new Watcher(), default);
        string[] paths = [.. RunFinder.Find([records], recurse: false).OrderBy(static run => run.Seed).Select(static run => run.RecordPath!)];
        string page = Write(new ReportRequest { Model = paths, OutputPath = Output, NoEvaluation = true });
        Assert.Equal(1, Regex.Count(page, "where another training has written its own since"));
        Assert.Contains("shared (2)", page, StringComparison.Ordinal);
        // A run alone is shown as a model is.
        Assert.Contains("Confusion matrix", Write(new ReportRequest { Model = [paths[1]], OutputPath = Output, Force = true }), StringComparison.Ordinal);
        Assert.Contains("Small is right about", Write(new ReportRequest { Model = [paths[0]], OutputPath = Output, Force = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_without_an_epoch_are_left_out_and_alone_they_are_an_error()
    {
        string records = Path.Combine(_folder, "runs");
        var options = new CnnTrainingOptions { Dataset = "Shapes", Network = SmallModel.Network, Epoch = 1, BatchSize = 500, Seed = 5, Device = "Cpu", Thread = 1, RunPath = records };
        TrainingSession.Run(options, new Watcher(), default);
        string full = Directory.GetFiles(records).Single(), empty = Path.Combine(records, "empty.run.json");
        var node = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(full))!;
        node["Run"]!["History"] = new System.Text.Json.Nodes.JsonArray();
        File.WriteAllText(empty, node.ToJsonString());
        var quiet = new Quiet();
        new ReportSession(new CnnInferenceOptions(), quiet).Write(new ReportRequest { Model = [empty, full], OutputPath = Output });
        Assert.Contains($"{empty}: the training ended before its first epoch was over; the report leaves it out.", quiet.Messages);
        Assert.Equal("RunEmpty", Fails(new ReportRequest { Model = [empty], OutputPath = Output, Force = true }));
        Assert.Equal("RunNotFound", Fails(new ReportRequest { Model = [full + "x.run.json"], OutputPath = Output, Force = true }));
        File.WriteAllText(empty, "{}");
        Assert.Equal("RunRecordInvalid", Fails(new ReportRequest { Model = [empty], OutputPath = Output, Force = true }));
        Assert.Equal(Path.Combine(records, "empty.html"), ReportSession.Target(empty, null));
    }

    [Fact]
    public void Shows_verdicts_that_were_passed_before()
    {
        (_, _, EvaluationRecord record) = SmallModel.Session.Record(model.Path, "Shapes", CnnSplit.Test);
        string prefix = Path.Combine(_folder, "small");
        GateReportFiles.Write(prefix, GateReport.Of("small", new CnnGateOptions { MinAccuracy = 0.01, MaxModelBytes = 10 }, [record]), "small");
        string page = Write(new ReportRequest { Model = [model.Path], OutputPath = Output, GateReport = prefix + ".gate.json" });
        Assert.Contains("1 of 2 gates failed", page, StringComparison.Ordinal);
        Assert.Contains("MaxModelBytes", page, StringComparison.Ordinal);
        // A recipe's verdicts are on all of its models.
        Assert.Contains("1 of 2 gates failed", Write(new ReportRequest { Model = [model.Path, model.Path], OutputPath = Output, Force = true, GateReport = prefix + ".gate.json", NoEvaluation = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_evaluation_it_needs_no_images()
    {
        string page = Write(new ReportRequest { Model = [model.Path], OutputPath = Output, NoEvaluation = true });
        Assert.Contains(Invariant($"Small is right about {100 * model.Result.TestAccuracy:0.00}% of 2,000 test images."), page, StringComparison.Ordinal);
        Assert.DoesNotContain("Most confident mistakes", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_what_cannot_be_meant_before_it_works()
    {
        Assert.Equal("OptionInvalid", Fails(new ReportRequest { OutputPath = Output }));
        Assert.Equal("OptionInvalid", Fails(new ReportRequest { Model = [model.Path], NoEvaluation = true, Gates = new CnnGateOptions(), OutputPath = Output }));
        Assert.Equal("OptionInvalid", Fails(new ReportRequest { LogPath = ["run.csv"], GateReport = "x.gate.json", OutputPath = Output }));
        Assert.Equal("OptionInvalid", Fails(new ReportRequest { Model = [model.Path], LogPath = ["run.csv"], OutputPath = Output }));
        Assert.Equal("OutputPathInvalid", Fails(new ReportRequest { Model = [model.Path], OutputPath = _folder }));
        Assert.Equal("GateReportNotFound", Fails(new ReportRequest { Model = [model.Path], NoEvaluation = true, GateReport = "no.gate.json", OutputPath = Output }));
        File.WriteAllText(Path.Combine(_folder, "bad.gate.json"), "{\"format\":\"other\",\"gate\":[],\"note\":[]}");
        Assert.Equal("GateReportInvalid", Fails(new ReportRequest { Model = [model.Path], NoEvaluation = true, GateReport = Path.Combine(_folder, "bad.gate.json"), OutputPath = Output }));
        File.WriteAllText(Output, "mine");
        Assert.Equal("OutputExists", Fails(new ReportRequest { Model = [model.Path], OutputPath = Output }));
        Assert.Equal("mine", File.ReadAllText(Output));
    }

    [Fact]
    public void A_training_can_be_watched_and_ends_with_its_models_report()
    {
        string log = Path.Combine(_folder, "live.csv"), saved = Path.Combine(_folder, "live.safetensors");
        var seen = new List<string>();
        CnnTrainingResult result = TrainingSession.Run(
            new CnnTrainingOptions { Dataset = "Shapes", Network = SmallModel.Network, Epoch = 2, BatchSize = 50, Seed = 5, Device = "Cpu", Thread = 1, OutputPath = saved, LogPath = log, ReportPath = Output },
            new Watcher(() => seen.Add(File.ReadAllText(Output))), default);
        Assert.Equal(2, seen.Count);
        Assert.All(seen.Select(static (page, index) => (page, index)), static entry =>
        {
            Assert.Contains(Invariant($"{entry.index + 1} of 2"), entry.page, StringComparison.Ordinal);
            Assert.Contains("http-equiv=\"refresh\"", entry.page, StringComparison.Ordinal);
        });
        string last = File.ReadAllText(Output);
        Assert.DoesNotContain("http-equiv=\"refresh\"", last, StringComparison.Ordinal);
        Assert.Contains(Invariant($"{100 * result.TestAccuracy:0.00}% of 2,000 images of Shapes (test split)"), last, StringComparison.Ordinal);
        Assert.Contains("Confusion matrix", last, StringComparison.Ordinal);

        Assert.Contains("2 epochs", Write(new ReportRequest { LogPath = [log], OutputPath = Output, Force = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_that_is_stopped_leaves_a_page_that_does_not_wait()
    {
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => TrainingSession.Run(
            new CnnTrainingOptions { Dataset = "Shapes", Network = SmallModel.Network, Epoch = 50, BatchSize = 50, Seed = 5, Device = "Cpu", Thread = 1, ReportPath = Output }, new Watcher(stop.Cancel), stop.Token));
        string page = File.ReadAllText(Output);
        Assert.DoesNotContain("http-equiv=\"refresh\"", page, StringComparison.Ordinal);
        Assert.Contains("Each epoch of the training", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_is_followed_until_told_to_stop()
    {
        string log = Path.Combine(_folder, "run.csv");
        const string header = "Epoch,Loss,Accuracy,ValidationLoss,ValidationAccuracy,LearningRate,Seconds,ImagesPerSecond\n";
        File.WriteAllText(log, header + "1,1.5,0.5,,,0.001,2.5,400\n");
        using var stop = new CancellationTokenSource();
        var pages = new List<string>();
        ReportSession.Follow(new ReportRequest { LogPath = [log], OutputPath = Output }, path =>
        {
            pages.Add(File.ReadAllText(path));
            if (pages.Count == 1) File.AppendAllText(log, "2,1.25,0.6,,,0.001,2.5,400\n");
            else stop.Cancel();
        }, stop.Token);
        Assert.Contains("over 1 epoch:", pages[0], StringComparison.Ordinal);
        Assert.Contains("over 2 epochs:", pages[1], StringComparison.Ordinal);
        Assert.Contains("http-equiv=\"refresh\"", pages[1], StringComparison.Ordinal);
        Assert.DoesNotContain("http-equiv=\"refresh\"", File.ReadAllText(Output), StringComparison.Ordinal);
    }

    private static string Percent(double? share) => Invariant($">{100 * share:0.00}%<");

    private static string Fails(ReportRequest request) => Assert.Throws<CnnException>(() => Session().Write(request)).ErrorId;

    private static string Write(ReportRequest request) => File.ReadAllText(Session().Write(request));

    private static ReportSession Session() => new(new CnnInferenceOptions { Device = "Cpu", Thread = 1 }, new Quiet());

    private sealed class Quiet : IInferenceObserver
    {
        public List<string> Messages { get; } = [];

        public void OnDataset(DatasetProgress progress)
        {
        }

        public void OnMessage(MessageLevel level, string text) => Messages.Add(text);

        public void OnProgress(int done, int total)
        {
        }
    }

    private sealed class Watcher(Action? epoch = null) : ITrainingObserver
    {
        public void OnDataset(DatasetProgress progress)
        {
        }

        public void OnMessage(MessageLevel level, string text)
        {
        }

        public void OnProgress(TrainingProgress progress)
        {
        }

        public void OnEpoch(CnnEpochResult result) => epoch?.Invoke();
    }
}
