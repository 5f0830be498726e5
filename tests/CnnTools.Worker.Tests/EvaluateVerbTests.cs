using System.Text.Json;

namespace CnnTools.Worker.Tests;

/// <summary>The verbs <c>evaluate</c> and <c>predict</c>, in processes of their own, on a model trained by the verb <c>train</c>.</summary>
public sealed class EvaluateVerbTests : IClassFixture<EvaluateVerbTests.Model>
{
    private readonly Model _model;

    public EvaluateVerbTests(Model model) => _model = model;

    [Fact]
    public void Writes_the_result_and_a_line_a_class()
    {
        (int code, string output, string error) = _model.Run("evaluate", "--model", "m.safetensors", "--dataset", "Shapes", "--device", "Cpu", "--thread", "1");
        Assert.True(code == 0, output + error);
        Assert.Contains($"Model:     {_model.PathOf("m.safetensors")}", output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^Accuracy:  \d+\.\d\d% \(95% interval \d+\.\d\d% to \d+\.\d\d%\), top 5 \d+\.\d\d%$", output);
        Assert.Matches(@"(?m)^ +precision +recall +f1-score +support$", output);
        Assert.Matches(@"(?m)^ +Circle( +[01]\.\d{4}){3} +200$", output);
        Assert.Matches(@"(?m)^ +accuracy +[01]\.\d{4} +2000$", output);
        Assert.Matches(@"(?m)^  \w+ taken for \w+: \d+ \(\d+\.\d\d%\)$", output);
    }

    [Fact]
    public void Writes_json_and_nothing_else()
    {
        (int code, string output, string error) = _model.Run("evaluate", "--model", "m.safetensors", "--dataset", "Shapes", "--format", "json", "--split", "test", "--verbose", "--device", "Cpu", "--thread", "1");
        Assert.True(code == 0, output + error);
        using JsonDocument json = JsonDocument.Parse(output);
        JsonElement root = json.RootElement;
        Assert.Equal(("Shapes", "Test", 2000), (root.GetProperty("dataset").GetString(), root.GetProperty("split").GetString(), root.GetProperty("count").GetInt32()));
        Assert.Equal(2000, root.GetProperty("perClass").EnumerateArray().Sum(row => row.GetProperty("support").GetInt32()));
        int[][] confusion = [.. root.GetProperty("confusion").EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.GetInt32()).ToArray())];
        Assert.Equal(2000, confusion.Sum(row => row.Sum()));
        Assert.Equal(root.GetProperty("accuracy").GetDouble(), confusion.Select((row, label) => row[label]).Sum() / 2000.0, 12);
    }

    [Fact]
    public void Draws_curves_and_a_heat_map()
    {
        (int code, string output, string error) = _model.Run("chart", "--input", "m.safetensors", "--output-path", "curves.svg", "--metric", "Accuracy", "--name", "mine", "--title", "My <training>");
        Assert.True(code == 0, output + error);
        Assert.Equal($"Chart: {_model.PathOf("curves.svg")}", output.Trim());
        string[] texts = [.. System.Xml.Linq.XDocument.Load(_model.PathOf("curves.svg")).Descendants().Where(static element => element.Name.LocalName == "text").Select(static element => element.Value)];
        Assert.Contains("My <training>", texts);
        Assert.Contains("Accuracy", texts);
        Assert.DoesNotContain("Loss", texts);

        (code, output, error) = _model.Run("chart", "--input", "m.safetensors", "--chart-kind", "ConfusionMatrix", "--output-path", "heat.png", "--device", "Cpu", "--thread", "1");
        Assert.True(code == 0, output + error);
        Assert.Equal("PNG", System.Text.Encoding.ASCII.GetString(File.ReadAllBytes(_model.PathOf("heat.png")), 1, 3));

        (code, output, _) = _model.Run("chart", "--input", "m.safetensors", "--output-path", "heat.png");
        Assert.Equal(1, code);
        Assert.Contains("error CNN1008: ", output, StringComparison.Ordinal);
        File.WriteAllText(_model.PathOf("bad.csv"), "a,b\n1,2\n");
        (code, output, _) = _model.Run("chart", "--input", "bad.csv", "--output-path", "bad.png");
        Assert.Equal(1, code);
        Assert.Contains("error CNN1057: ", output, StringComparison.Ordinal);
        Assert.Contains("error CNN1084: ", _model.Run("chart", "--input", "bad.csv", "--chart-kind", "ConfusionMatrix", "--output-path", "bad.png").Output, StringComparison.Ordinal);
        Assert.False(File.Exists(_model.PathOf("bad.png")));
    }

    [Fact]
    public void Writes_a_report_with_the_verdicts_of_the_gates()
    {
        (int code, string output, string error) = _model.Run("evaluate", "--model", "m.safetensors", "--dataset", "Shapes", "--result-path", "m.evaluation.json", "--device", "Cpu", "--thread", "1");
        Assert.True(code == 0, output + error);
        Assert.Equal(1, _model.Run("gate", "--evaluation", "m.evaluation.json", "--min-accuracy", "1", "--report-prefix", "m").Code);
        (code, output, error) = _model.Run("report", "--model", "m.safetensors", "--gate-report", "m.gate.json", "--device", "Cpu", "--thread", "1");
        Assert.True(code == 0, output + error);
        Assert.Equal($"Report: {_model.PathOf("m.html")}", output.Trim());
        string page = File.ReadAllText(_model.PathOf("m.html"));
        Assert.Contains("1 of 1 gate failed", page, StringComparison.Ordinal);
        Assert.Contains("of 2,000 images of Shapes (test split)", page, StringComparison.Ordinal);

        (code, output, _) = _model.Run("report", "--model", "m.safetensors");
        Assert.Equal(1, code);
        Assert.Contains("error CNN1008: ", output, StringComparison.Ordinal);
        (code, output, _) = _model.Run("report");
        Assert.Equal(1, code);
        Assert.Contains("error CNN1004: --model: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_model_is_one_diagnostic()
    {
        (int code, string output, _) = _model.Run("evaluate", "--model", "linear.json", "--dataset", "Shapes");
        Assert.Equal(1, code);
        Assert.Matches(@"\ACnnTools : error CNN104\d: [^\n]*linear\.json[^\n]*\n\z", output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Predicts_what_it_can_and_reports_the_rest()
    {
        // The smallest of PNGs: one grey pixel (PNG specification, 3rd edition).
        File.WriteAllBytes(_model.PathOf("pixel.png"), Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="));
        (int code, string output, _) = _model.Run("predict", "--model", "m.safetensors", "--top", "2", "--device", "Cpu", "--thread", "1", "pixel.png", "linear.json", "pixel.png");
        string[] lines = output.ReplaceLineEndings("\n").TrimEnd().Split('\n');
        Assert.Equal(1, code);
        Assert.Equal(6, lines.Length);
        Assert.Matches(@"^pixel\.png\t1\t\w+\t0\.\d{4}$", lines[0]);
        Assert.Matches(@"^pixel\.png\t2\t\w+\t0\.\d{4}$", lines[1]);
        Assert.StartsWith("CnnTools : warning CNN1014: 'linear.json'", lines[2], StringComparison.Ordinal);
        Assert.Equal(lines[..2], lines[3..5]);
        Assert.StartsWith("CnnTools : error CNN1017: 1 of 3 ", lines[5], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evaluate --model m.safetensors", "--dataset")]
    [InlineData("evaluate --dataset Shapes", "--model")]
    [InlineData("evaluate --model m --dataset Shapes --split practice", "expected Train, Test, Validation")]
    [InlineData("evaluate --model m --dataset Shapes --format xml", "expected Text, Json")]
    [InlineData("predict --model m", "argument")]
    public void A_command_line_that_cannot_be_understood_starts_nothing(string line, string expected)
    {
        var output = new StringWriter();
        Assert.Equal(2, new WorkerHost(output, terminal: null).Invoke(line.Split(' ')));
        Assert.StartsWith("CnnTools : error CNN1000: ", output.ToString(), StringComparison.Ordinal);
        Assert.Contains(expected, output.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A linear classifier, trained once.</summary>
    public sealed class Model : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cnntools-tests-");

        public Model()
        {
            File.WriteAllText(PathOf("linear.json"), """{"name": "Linear", "height": 32, "width": 32, "channels": 3, "layer": [{"kind": "Flatten"}, {"kind": "Dense", "units": 10}]}""");
            (int code, string output, string error) = Run("train", "--dataset", "Shapes", "--architecture", "linear.json", "--epoch", "1", "--batch-size", "256", "--device", "Cpu", "--thread", "1", "--seed", "3", "--output-path", "m.safetensors");
            Assert.True(code == 0, output + error);
        }

        public string PathOf(string name) => Path.Combine(_folder.FullName, name);

        public (int Code, string Output, string Error) Run(params string[] arguments) => WorkerProcess.Run(_folder.FullName, arguments);

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
