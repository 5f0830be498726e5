using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using CnnTools.Core.Evaluation;
using CnnTools.Core.Gates;
using CnnTools.Core.Gates.Exporters;

namespace CnnTools.Engine.Tests.Gates;

/// <summary>The files of the gates: evaluations, baselines, reports.</summary>
public sealed class GateFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cnntools-gates-");

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(10_000)]
    [InlineData(10_003)]
    public void One_bit_an_image_and_back(int count)
    {
        var random = new Random(count);
        bool[] right = [.. Enumerable.Range(0, count).Select(_ => random.Next(2) == 1)];
        string text = CorrectnessBits.Pack(right);
        Assert.Equal(right, CorrectnessBits.TryUnpack(text, count));
        Assert.True(text.Length <= (count + 7) / 8 * 4 / 3 + 4);
        Assert.Null(CorrectnessBits.TryUnpack(text, count + 8));
        Assert.Null(CorrectnessBits.TryUnpack("no bits", count));
    }

    [Fact]
    public void Bits_after_the_last_image_betray_a_wrong_number() => Assert.Null(CorrectnessBits.TryUnpack(CorrectnessBits.Pack([true, true, true]), 2));

    [Fact]
    public void Evaluations_come_back_as_they_were()
    {
        EvaluationRecord[] runs = [Evaluations.Of(900), Evaluations.Of(910, seed: 2) with { Latency = new CnnLatency { Warmup = 1, Count = 2, P50 = 0.1, P95 = 0.2, P99 = 0.3 } }];
        EvaluationFile.Write(PathOf("e.json"), runs);
        IReadOnlyList<EvaluationRecord> read = EvaluationFile.Read(PathOf("e.json"));
        Assert.Equal(JsonSerializer.Serialize(runs), JsonSerializer.Serialize(read));
    }

    [Theory]
    [InlineData("\"accuracy\": 0.9", "\"accuracy\": 0.95", "do not add up")]
    [InlineData("\"count\": 1000", "\"count\": 992", "do not fit")]
    [InlineData("cnntools-evaluation/1", "cnntools-evaluation/9", "expected format")]
    [InlineData("\"loss\": 0.5,", "", "loss")]
    [InlineData("{", "[", "")]
    public void An_evaluation_that_does_not_add_up_is_refused(string old, string now, string says)
    {
        EvaluationFile.Write(PathOf("e.json"), [Evaluations.Of(900)]);
        Replace(PathOf("e.json"), old, now);
        CnnException error = Assert.Throws<CnnException>(() => EvaluationFile.Read(PathOf("e.json")));
        Assert.Equal("EvaluationInvalid", error.ErrorId);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_baseline_comes_back_is_small_and_never_differs_without_need()
    {
        Baseline baseline = Baseline.Of([Evaluations.Of(9000, 10_000), Evaluations.Of(9100, 10_000, seed: 2)]);
        BaselineFile.Write(PathOf("b.json"), baseline, force: false);
        byte[] first = File.ReadAllBytes(PathOf("b.json"));
        Assert.InRange(first.Length, 3300, 5000); // two times 1,668 letters, and some figures
        Assert.Equal(JsonSerializer.Serialize(baseline), JsonSerializer.Serialize(BaselineFile.Read(PathOf("b.json"))));
        Assert.Equal("OutputExists", Assert.Throws<CnnException>(() => BaselineFile.Write(PathOf("b.json"), baseline, force: false)).ErrorId);
        BaselineFile.Write(PathOf("b.json"), baseline, force: true);
        Assert.Equal(first, File.ReadAllBytes(PathOf("b.json")));
        Assert.DoesNotContain(_folder.FullName, Encoding.UTF8.GetString(first), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"accuracy\": 0.9", "\"accuracy\": 0.91")]
    [InlineData("\"count\": 1000", "\"count\": 1001")]
    [InlineData("cnntools-baseline/1", "other")]
    [InlineData("\"datasetHash\": \"0123456789abcdef\",", "")]
    [InlineData("\"correct\": \"/", "\"correct\": \"A")]
    public void A_baseline_that_does_not_add_up_is_refused(string old, string now)
    {
        BaselineFile.Write(PathOf("b.json"), Baseline.Of([Evaluations.Of(900)]), force: false);
        Replace(PathOf("b.json"), old, now);
        Assert.Equal("BaselineInvalid", Assert.Throws<CnnException>(() => BaselineFile.Read(PathOf("b.json"))).ErrorId);
        Assert.Equal("BaselineNotFound", Assert.Throws<CnnException>(() => BaselineFile.Read(PathOf("none.json"))).ErrorId);
    }

    [Theory]
    [InlineData("Epoch,Loss,Accuracy", "line 1")]
    [InlineData("{\n\"format\": 7}", "line 2")]
    public void A_file_that_is_no_baseline_is_refused_in_a_users_words(string text, string says)
    {
        File.WriteAllText(PathOf("b.json"), text);
        CnnException error = Assert.Throws<CnnException>(() => BaselineFile.Read(PathOf("b.json")));
        Assert.Contains($"from {says} on it is no JSON of a baseline", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("CnnTools.Engine", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reports_survive_names_of_all_kinds()
    {
        EvaluationRecord run = Evaluations.Of(900) with { Dataset = "a|b <c> & \u0001 ü", PerClass = [new CnnClassMetric { Class = "c|l\na\tss\u0002<>", Precision = 0.5, Recall = 0.5, F1 = 0.5, Support = 1000 }] };
        GateReport report = GateReport.Of("m*o_d[e]l", new CnnGateOptions { MinClassRecall = 0.6, MinAccuracy = 0.1, MaxParameters = 1, Severities = new Dictionary<CnnGate, CnnGateSeverity> { [CnnGate.MaxParameters] = CnnGateSeverity.Warning } }, [run]);
        IReadOnlyList<string> written = GateReportFiles.Write(PathOf("r"), report, "src/my project.csproj");
        Assert.Equal(5, written.Count);

        XElement suite = XDocument.Load(PathOf("r.gate.junit.xml")).Root!.Element("testsuite")!;
        Assert.Equal(("3", "1"), (suite.Attribute("tests")!.Value, suite.Attribute("failures")!.Value));
        Assert.Contains("c|l", suite.Descendants("failure").Single().Attribute("message")!.Value, StringComparison.Ordinal);
        Assert.Contains("warning CNN2010", suite.Elements("testcase").Single(static test => test.Attribute("name")!.Value == "MaxParameters").Value, StringComparison.Ordinal);

        using JsonDocument sarif = JsonDocument.Parse(File.ReadAllText(PathOf("r.gate.sarif")));
        JsonElement results = sarif.RootElement.GetProperty("runs")[0].GetProperty("results");
        Assert.Equal(["error", "warning"], results.EnumerateArray().Select(static result => result.GetProperty("level").GetString()));
        Assert.Equal("src/my%20project.csproj", results[0].GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal("CnnTools gates/m*o_d[e]l/", sarif.RootElement.GetProperty("runs")[0].GetProperty("automationDetails").GetProperty("id").GetString());
        Assert.Equal("2.1.0", sarif.RootElement.GetProperty("version").GetString());

        string[] markdown = File.ReadAllLines(PathOf("r.gate.md"));
        Assert.Equal(@"### m\*o\_d\[e\]l: ❌ 1 of 3 gates failed with 1 warning", markdown[0]);
        Assert.All(markdown.Where(static line => line.StartsWith('|')), static line => Assert.Equal(8, System.Text.RegularExpressions.Regex.Count(line, @"(?<!\\)\|")));

        string[] verdict = File.ReadAllLines(PathOf("r.gate.verdict"));
        Assert.Equal(["cnntools-verdict/1", "passed", "error", "warning"], verdict.Select(static line => line.Split('\t')[0]));
        Assert.All(verdict[1..], static line => Assert.Equal(4, line.Split('\t').Length));
    }

    [Fact]
    public void Markdown_and_json_say_how_long_the_model_was_trained()
    {
        EvaluationRecord run = Evaluations.Of(900) with { Epochs = 12, BestEpoch = 9, TrainingSeconds = 75.5 };
        Assert.Contains("2,048 bytes; trained for 12 epochs (weights of epoch 9), 1 min 15 s.", Summary(run), StringComparison.Ordinal);
        using (JsonDocument json = JsonDocument.Parse(File.ReadAllText(PathOf("t.gate.json"))))
        {
            JsonElement told = json.RootElement.GetProperty("run")[0];
            Assert.Equal((12, 9, 75.5), (told.GetProperty("epochs").GetInt32(), told.GetProperty("bestEpoch").GetInt32(), told.GetProperty("trainingSeconds").GetDouble()));
        }

        Assert.Contains("bytes; trained for 10 to 12 epochs, 2 min 5 s in all.", Summary(run, Evaluations.Of(910, seed: 2) with { Epochs = 10, BestEpoch = 10, TrainingSeconds = 50 }), StringComparison.Ordinal);
        Assert.Contains("trained for 1 epoch, 3.0 s.", Summary(run with { Epochs = 1, BestEpoch = 1, TrainingSeconds = 3 }), StringComparison.Ordinal);
        // An imported model does not say.
        Assert.Contains("2,048 bytes.", Summary(Evaluations.Of(900)), StringComparison.Ordinal);

        string Summary(params EvaluationRecord[] runs)
        {
            GateReportFiles.Write(PathOf("t"), GateReport.Of("pets", new CnnGateOptions(), runs), "pets");
            return File.ReadAllLines(PathOf("t.gate.md"))[2];
        }
    }

    [Fact]
    public void A_grade_on_the_split_that_was_tuned_on_is_noted()
    {
        GateReport report = GateReport.Of("pets", new CnnGateOptions { MinAccuracy = 0.5 }, [Evaluations.Of(900) with { ValidationSplit = "Test" }]);
        Assert.Equal("CNN2023", Assert.Single(report.Notes).Code);
        Assert.True(report.Passed);
        Assert.Empty(GateReport.Of("pets", new CnnGateOptions(), [Evaluations.Of(900) with { ValidationSplit = "Test", Split = CnnSplit.Train }]).Notes);
    }

    private static void Replace(string path, string old, string now)
    {
        string text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, now, StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
