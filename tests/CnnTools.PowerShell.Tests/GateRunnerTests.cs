using System.Text.Json;
using CnnTools.Engine.Sessions;
using CnnTools.PowerShell.Runners;

namespace CnnTools.PowerShell.Tests;

/// <summary>The runner of Test-CnnModel, Get-CnnGateResult and New-CnnBaseline, with a real model.</summary>
[Collection(SharedModel.Name)]
public sealed class GateRunnerTests(TrainedModel model) : IDisposable
{
    private readonly RecordingOutput _output = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cnntools-gates-");

    private GateRunner Runner => new(_output, new EvaluationRunner(_output, TrainedModel.Options, new ManualClock()));

    private double Accuracy => model.Result.TestAccuracy!.Value;

    private void Test(CnnGateOptions gates) => Runner.Test([model.Path], "Shapes", CnnSplit.Test, gates, default);

    private CnnGateResult[] Judge(CnnGateOptions gates, params string[] models)
    {
        _output.Emitted.Clear();
        Runner.Judge(models is [] ? [model.Path] : models, "Shapes", CnnSplit.Test, gates, null, default);
        return [.. _output.Emitted.Cast<CnnGateResult>()];
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1e-9, false)]
    public void Answers_true_at_the_accuracy_itself_and_false_above(double above, bool expected)
    {
        Test(new CnnGateOptions { MinAccuracy = Accuracy + above });
        Assert.Equal(expected, Assert.Single(_output.Emitted));
        Assert.Contains(_output.VerboseText, static text => text.Contains("MinAccuracy: accuracy 0.", StringComparison.Ordinal));
        Assert.Empty(_output.WarningText);
    }

    [Fact]
    public void One_answer_for_all_gates_and_a_warning_for_what_only_warns()
    {
        Test(new CnnGateOptions { MinAccuracy = 0.1, MaxParameters = 1, Severities = new Dictionary<CnnGate, CnnGateSeverity> { [CnnGate.MaxParameters] = CnnGateSeverity.Warning } });
        Assert.Equal([true], _output.Emitted);
        Assert.StartsWith("CNN2010 MaxParameters: ", Assert.Single(_output.WarningText), StringComparison.Ordinal);
        _output.Emitted.Clear();
        Test(new CnnGateOptions { MinAccuracy = 0.1, MaxParameters = 1 });
        Assert.Equal([false], _output.Emitted);
    }

    [Fact]
    public void Every_gate_has_a_verdict_of_its_own()
    {
        CnnGateResult[] results = Judge(new CnnGateOptions
        {
            MinAccuracy = Accuracy, MinAccuracyLowerBound = Accuracy, MaxAccuracyDrop = 0, FailOnSignificantDrop = true, MinClassRecall = 0, MinClassF1 = 1, MaxCalibrationError = 1, MaxSuspiciousGain = 0,
            MaxModelBytes = 1, MaxParameters = 1_000_000, MaxLatencyMilliseconds = 100_000, MinTestImages = 2001, Baseline = model.Path,
        });
        Assert.Equal(Enum.GetValues<CnnGate>(), results.Select(static result => result.Gate));
        Assert.Equal(
            [CnnGate.MinAccuracyLowerBound, CnnGate.MinClassF1, CnnGate.MaxModelBytes, CnnGate.MinTestImages],
            results.Where(static result => result.Outcome == CnnGateOutcome.Failed).Select(static result => result.Gate));
        Assert.All(results, result => Assert.Equal(model.Path, result.Model));
        Assert.All(results, static result => Assert.NotNull(result.Value));
        Assert.All(results, static result => Assert.NotNull(result.Bound));
    }

    [Fact]
    public void A_baseline_that_is_not_there_fails_closed()
    {
        CnnGateResult result = Assert.Single(Judge(new CnnGateOptions { MaxAccuracyDrop = 50 }));
        Assert.Equal((CnnGateOutcome.Missing, "CNN2021", true), (result.Outcome, result.Code, result.Fails));
        result = Assert.Single(Judge(new CnnGateOptions { MaxAccuracyDrop = 50, Baseline = Path.Combine(_folder.FullName, "none.json") }));
        Assert.Equal((CnnGateOutcome.Missing, "CNN2021", true), (result.Outcome, result.Code, result.Fails));
    }

    [Fact]
    public void No_gate_at_all_and_a_bound_that_cannot_be_meant_are_errors_before_the_model_runs()
    {
        Assert.Equal("OptionInvalid", Assert.Throws<CnnException>(() => Test(new CnnGateOptions())).ErrorId);
        Assert.Contains("93% is 0.93", Assert.Throws<CnnException>(() => Test(new CnnGateOptions { MinAccuracy = 93 })).Message, StringComparison.Ordinal);
        Assert.Empty(_output.ProgressLines);
    }

    [Fact]
    public void A_baseline_is_written_once_and_compared_with()
    {
        string path = Path.Combine(_folder.FullName, "tiny.baseline.json");
        Runner.WriteBaseline([model.Path], "Shapes", CnnSplit.Test, path, force: false, default);
        Assert.Equal(path, Assert.IsType<FileInfo>(Assert.Single(_output.Emitted)).FullName);
        Assert.Equal("OutputExists", Assert.Throws<CnnException>(() => Runner.WriteBaseline([model.Path], "Shapes", CnnSplit.Test, path, force: false, default)).ErrorId);
        Runner.WriteBaseline([model.Path], "Shapes", CnnSplit.Test, path, force: true, default);

        CnnGateResult[] results = Judge(new CnnGateOptions { MaxAccuracyDrop = 0, FailOnSignificantDrop = true, Baseline = path });
        Assert.All(results, static result => Assert.Equal(CnnGateOutcome.Passed, result.Outcome));
        Assert.All(results, result => Assert.Equal((path, Accuracy, 2000), (result.Baseline, result.BaselineValue, result.Count)));
    }

    [Fact]
    public void What_if_writes_nothing_and_runs_nothing()
    {
        var output = new RecordingOutput { Answer = false };
        string path = Path.Combine(_folder.FullName, "tiny.baseline.json");
        new GateRunner(output, new EvaluationRunner(output, TrainedModel.Options, new ManualClock())).WriteBaseline([model.Path], "Shapes", CnnSplit.Test, path, force: false, default);
        Assert.Equal($"Write baseline {path} from tiny.safetensors", Assert.Single(output.Asked));
        Assert.False(File.Exists(path));
        Assert.Empty(output.ProgressLines);
    }

    [Fact]
    public void Several_models_are_judged_as_one_recipe()
    {
        string other = Path.Combine(_folder.FullName, "other.safetensors");
        File.Copy(model.Path, other);
        CnnGateResult result = Assert.Single(Judge(new CnnGateOptions { FailOnSignificantDrop = true, Baseline = model.Path }, model.Path, other));
        Assert.Contains("t-test over seeds (2 against 1)", result.Reason, StringComparison.Ordinal);
        Assert.Equal(1, result.Value); // the same answers on both sides: no drop, and no spread to see one by
    }

    [Fact]
    public void Reports_lie_in_the_folder_that_was_named()
    {
        Runner.Judge([model.Path], "Shapes", CnnSplit.Test, new CnnGateOptions { MinAccuracy = 1 }, _folder.FullName, default);
        Assert.Equal(["tiny.gate.json", "tiny.gate.junit.xml", "tiny.gate.md", "tiny.gate.sarif", "tiny.gate.verdict"], _folder.GetFiles().Select(static file => file.Name).Order(StringComparer.Ordinal));
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder.FullName, "tiny.gate.json")));
        Assert.False(json.RootElement.GetProperty("passed").GetBoolean());
    }

    [Fact]
    public void A_model_that_watched_the_test_split_is_warned_of()
    {
        string path = Path.Combine(_folder.FullName, "watched.safetensors");
        using var stop = new CancellationTokenSource();
        TrainingSession.Run(new CnnTrainingOptions { Dataset = "Shapes", Network = TrainedModel.Network, Epoch = 1, BatchSize = 128, Seed = 1, Device = "Cpu", Thread = 1, ValidationSplit = CnnValidationSplit.Test, OutputPath = path }, new TrainedModel.Silent(), stop.Token);
        Judge(new CnnGateOptions { MinAccuracy = 0 }, path);
        Assert.StartsWith("CNN2023", Assert.Single(_output.WarningText), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
