using System.Text.Json;

namespace CnnTools.Worker.Tests;

/// <summary>The verbs <c>gate</c> and <c>baseline</c> in processes of their own, on what <c>train --seed-count</c> and <c>evaluate --result-path</c>
/// left.</summary>
public sealed class GateVerbTests : IClassFixture<GateVerbTests.Series>
{
    private readonly Series _series;

    public GateVerbTests(Series series) => _series = series;

    [Fact]
    public void A_series_has_a_model_and_a_log_a_seed_and_one_file_of_evaluations()
    {
        foreach (string name in (string[])["m.safetensors", "m.seed4.safetensors", "m.csv", "m.seed4.csv"]) Assert.True(File.Exists(_series.PathOf(name)), name);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(_series.PathOf("m.evaluation.json")));
        JsonElement[] runs = [.. json.RootElement.GetProperty("run").EnumerateArray()];
        Assert.Equal([3, 4], runs.Select(static run => run.GetProperty("seed").GetInt32()));
        Assert.NotEqual(runs[0].GetProperty("correct").GetString(), runs[1].GetProperty("correct").GetString());
    }

    [Fact]
    public void The_exit_code_says_whether_a_gate_failed_and_the_lines_say_why()
    {
        (int code, string output, _) = _series.Run("gate", "--name", "linear", "--evaluation", "m.evaluation.json", "--min-accuracy", "0.1", "--min-test-images", "2000");
        Assert.Equal(0, code);
        Assert.Matches(@"(?m)^linear: passed MinAccuracy: accuracy 0\.\d{4} \(95% interval 0\.\d{4} to 0\.\d{4}, 2,000 images of Shapes Test, mean of 2 seeds\) is at least MinAccuracy 0\.1\.", output);

        (code, output, _) = _series.Run("gate", "--evaluation", "m.evaluation.json", "--min-accuracy", "0.999", "--max-parameters", "10", "--gate-severity", "MaxParameters=Warning", "--report-prefix", "reports/m");
        Assert.Equal(1, code);
        Assert.Matches(@"(?m)^CnnTools : error CNN2001: m: accuracy 0\.", output);
        Assert.Matches(@"(?m)^CnnTools : warning CNN2010: m: ", output);
        Assert.True(File.Exists(_series.PathOf("reports/m.gate.junit.xml")));
    }

    [Fact]
    public void No_gate_is_an_error_unless_it_is_allowed()
    {
        (int code, string output, _) = _series.Run("gate", "--evaluation", "m.evaluation.json");
        Assert.Equal(1, code);
        Assert.Contains("error CNN1004: expected at least one gate", output, StringComparison.Ordinal);
        (code, output, _) = _series.Run("gate", "--evaluation", "m.evaluation.json", "--allow-no-gate");
        Assert.True(code == 0, output);
        Assert.Contains("m: no gate is set.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_baseline_is_compared_with()
    {
        (int code, string output, _) = _series.Run("baseline", "--evaluation", "m.evaluation.json", "--output-path", "m.baseline.json", "--force");
        Assert.True(code == 0, output);
        Assert.EndsWith("2,000 images of Shapes Test, 2 runs.", output.TrimEnd(), StringComparison.Ordinal);
        (code, output, _) = _series.Run("gate", "--evaluation", "m.evaluation.json", "--baseline", "m.baseline.json", "--max-accuracy-drop", "0", "--fail-on-significant-drop");
        Assert.True(code == 0, output);
        Assert.Contains("t-test over seeds (2 against 2), one-sided", output, StringComparison.Ordinal);
        (code, output, _) = _series.Run("gate", "--evaluation", "m.evaluation.json", "--baseline", "none.json", "--max-accuracy-drop", "0");
        Assert.Equal(1, code);
        Assert.Contains("error CNN2021: m: ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gate --evaluation none.json --min-accuracy 0.5", 1, "CNN1050")]
    [InlineData("gate --evaluation m.evaluation.json --min-accuracy 93", 1, "CNN1004")]
    [InlineData("gate --evaluation m.evaluation.json --min-accuracy 0,5", 2, "CNN1000")]
    [InlineData("gate --evaluation m.evaluation.json --min-accuracy 0.5 --gate-severity MinAcuracy=Off", 1, "CNN1004")]
    [InlineData("gate --min-accuracy 0.5", 2, "CNN1000")]
    [InlineData("gate --evaluation m.evaluation.json", 1, "CNN1004")]
    [InlineData("gate --evaluation m.evaluation.json --min-accuracy 0.5 --gate-severity MinAccuracy=Off", 1, "CNN1004")]
    [InlineData("baseline --evaluation linear.json --output-path b.json", 1, "CNN1051")]
    public void What_cannot_be_judged_is_an_error_with_a_code(string line, int expected, string errorCode)
    {
        (int code, string output, _) = _series.Run(line.Split(' '));
        Assert.Equal(expected, code);
        Assert.Contains($"error {errorCode}: ", output, StringComparison.Ordinal);
    }

    /// <summary>A linear classifier, trained with two seeds and evaluated once.</summary>
    public sealed class Series : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cnntools-tests-");

        public Series()
        {
            File.WriteAllText(PathOf("linear.json"), """{"name": "Linear", "height": 32, "width": 32, "channels": 3, "layer": [{"kind": "Flatten"}, {"kind": "Dense", "units": 10}]}""");
            (int code, string output, string error) = Run("train", "--dataset", "Shapes", "--architecture", "linear.json", "--epoch", "1", "--batch-size", "256", "--device", "Cpu", "--thread", "1", "--seed", "3", "--seed-count", "2", "--output-path", "m.safetensors", "--log-path", "m.csv");
            Assert.True(code == 0, output + error);
            (code, output, error) = Run("evaluate", "--model", "m.safetensors", "--model", "m.seed4.safetensors", "--dataset", "Shapes", "--device", "Cpu", "--thread", "1", "--result-path", "m.evaluation.json");
            Assert.True(code == 0, output + error);
        }

        public string PathOf(string name) => Path.Combine(_folder.FullName, name);

        public (int Code, string Output, string Error) Run(params string[] arguments) => WorkerProcess.Run(_folder.FullName, arguments);

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
