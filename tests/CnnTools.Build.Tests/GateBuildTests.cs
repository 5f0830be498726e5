using System.Text.Json;
using System.Xml.Linq;

namespace CnnTools.Build.Tests;

/// <summary>A project with one model, through what happens to it: pass, fail, fail again, change, clean.</summary>
public sealed class GateBuildTests
{
    [Fact]
    public void A_build_trains_judges_and_does_nothing_twice()
    {
        using var sandbox = new Sandbox();
        sandbox.WriteProject("a.csproj", Sandbox.Quick("digits", """MinAccuracy="0.1" MinTestImages="2000" """));
        BuildResult first = sandbox.Build("-v:d").Passes();
        Assert.Equal(3, first.WorkerStarts); // train, evaluate, gate
        Assert.Contains("digits: passed 2 gates.", first.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(sandbox.PathOf("obj/cnn/digits.safetensors")));
        byte[] model = File.ReadAllBytes(sandbox.PathOf("obj/cnn/digits.safetensors"));

        BuildResult second = sandbox.Build("--no-restore", "-v:d").Passes();
        Assert.Equal(0, second.WorkerStarts);
        Assert.Contains("digits: passed 2 gates.", second.Output, StringComparison.Ordinal);

        // The gate's bound is no part of the training: only the gate is judged again.
        sandbox.WriteProject("a.csproj", Sandbox.Quick("digits", """MinAccuracy="0.99" MinTestImages="2000" """));
        BuildResult failed = sandbox.Build("--no-restore", "-v:d").FailsWith("CNN2001", "CNN2000");
        Assert.Equal(1, failed.WorkerStarts);
        Assert.Matches(@"a\.csproj : error CNN2001: digits: MinAccuracy: accuracy 0\.\d{4} \(95% interval 0\.\d{4} to 0\.\d{4}, 2,000 images of Shapes Test\) is below MinAccuracy 0\.99\.", failed.Output);

        // Nothing changed: it fails again, for the same reason, and nothing runs.
        BuildResult again = sandbox.Build("--no-restore", "-v:d").FailsWith("CNN2001", "CNN2000");
        Assert.Equal(0, again.WorkerStarts);
        Assert.Equal(model, File.ReadAllBytes(sandbox.PathOf("obj/cnn/digits.safetensors")));

        // A worse verdict as a warning lets the build through, and is still said.
        sandbox.WriteProject("a.csproj", Sandbox.Quick("digits", """MinAccuracy="0.99" MinAccuracySeverity="Warning" """));
        BuildResult warned = sandbox.Build("--no-restore").Passes();
        Assert.Equal(["warning CNN2001"], warned.Codes);
        Assert.Contains("digits: passed 0 of 1 gates; see the warnings.", warned.Output, StringComparison.Ordinal);
        Assert.Equal(["warning CNN2001"], sandbox.Build("--no-restore").Passes().Codes);
        // What the item says wins over the project-wide default.
        Assert.Equal(["warning CNN2001"], sandbox.Build("--no-restore", "-p:CnnMinAccuracySeverity=Off").Passes().Codes);

        sandbox.Build("--no-restore", "-t:Clean").Passes();
        Assert.False(Directory.Exists(sandbox.PathOf("obj/cnn")));
    }

    [Fact]
    public void A_report_lies_beside_the_verdict_and_is_linked_also_where_a_gate_fails()
    {
        using var sandbox = new Sandbox();
        sandbox.WriteProject("a.csproj", Sandbox.Quick("digits", """MinAccuracy="0.99" Report="true" """));
        BuildResult failed = sandbox.Build("-v:d").FailsWith("CNN2001", "CNN2000");
        string page = sandbox.PathOf("obj/cnn/digits.html");
        Assert.Contains($"digits: report {page}", failed.Output, StringComparison.Ordinal);
        string html = File.ReadAllText(page);
        Assert.Contains("1 of 1 gate failed", html, StringComparison.Ordinal);
        string markdown = File.ReadAllText(sandbox.PathOf("obj/cnn/digits.gate.md"));
        Assert.Contains("(digits.html)", markdown, StringComparison.Ordinal);
        Assert.Matches(@"; trained for 1 epoch, \d+\.\d s\.", markdown);
        string accuracy = System.Text.RegularExpressions.Regex.Match(markdown, @"Accuracy \*\*(\d+\.\d\d%)").Groups[1].Value;
        Assert.Contains($"right about {accuracy} of 2,000 images", html, StringComparison.Ordinal);

        // Nothing changed: nothing runs, and the page is told of again. Another bound is another verdict on the same model.
        BuildResult again = sandbox.Build("--no-restore", "-v:d").FailsWith("CNN2001", "CNN2000");
        Assert.Equal(0, again.WorkerStarts);
        Assert.Contains($"digits: report {page}", again.Output, StringComparison.Ordinal);
        sandbox.WriteProject("a.csproj", Sandbox.Quick("digits", """MinAccuracy="0.1" """));
        Assert.Equal(2, sandbox.Build("--no-restore", "-v:d", "-p:CnnReport=true").Passes().WorkerStarts);
        Assert.Contains("1 of 1 gate passed", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_leaves_a_record_and_event_files_where_asked_to_and_an_unchanged_build_adds_none()
    {
        using var sandbox = new Sandbox();
        sandbox.WriteProject("a.csproj", Sandbox.Quick("one", """RunPath="runs" TensorBoardPath="board" """) + Sandbox.Quick("two", """RunPath="" """, learningRate: 0.005));
        sandbox.Build("-p:CnnRunPath=elsewhere", "-v:d").Passes();
        JsonElement run = JsonDocument.Parse(File.ReadAllText(Assert.Single(sandbox.Files("*.run.json")))).RootElement.GetProperty("Run");
        Assert.Equal(("Completed", sandbox.PathOf("obj/cnn/one.safetensors"), 1), (run.GetProperty("State").GetString(), run.GetProperty("ModelPath").GetString(), run.GetProperty("Epoch").GetInt32()));
        Assert.Equal(sandbox.PathOf("board/one"), Path.GetDirectoryName(Assert.Single(sandbox.Files("events.out.tfevents.*"))));
        Assert.True(run.GetProperty("TestAccuracy").GetDouble() > 0.2);

        Assert.Equal(0, sandbox.Build("--no-restore", "-v:d", "-p:CnnRunPath=elsewhere").Passes().WorkerStarts);
        Assert.Single(sandbox.Files("*.run.json"));
        // A changed recipe is another training, with a record of its own.
        sandbox.WriteProject("a.csproj", Sandbox.Quick("one", """RunPath="runs" TensorBoardPath="board" """, learningRate: 0.02) + Sandbox.Quick("two", """RunPath="" """, learningRate: 0.005));
        sandbox.Build("--no-restore").Passes();
        Assert.Equal(2, sandbox.Files("*.run.json").Count());
    }

    [Fact]
    public void A_changed_option_trains_that_model_alone_and_a_changed_network_as_well()
    {
        using var sandbox = new Sandbox();
        sandbox.WriteProject("a.csproj", Sandbox.Quick("one") + Sandbox.Quick("two"));
        sandbox.Build("-m:1").Passes();
        DateTime one = File.GetLastWriteTimeUtc(sandbox.PathOf("obj/cnn/one.safetensors")), two = File.GetLastWriteTimeUtc(sandbox.PathOf("obj/cnn/two.safetensors"));
        sandbox.WriteProject("a.csproj", Sandbox.Quick("one") + Sandbox.Quick("two", learningRate: 0.005));
        sandbox.Build("--no-restore").Passes();
        Assert.Equal(one, File.GetLastWriteTimeUtc(sandbox.PathOf("obj/cnn/one.safetensors")));
        Assert.NotEqual(two, File.GetLastWriteTimeUtc(sandbox.PathOf("obj/cnn/two.safetensors")));

        sandbox.Write("tiny.json", Sandbox.Tiny.Replace("Tiny", "Other", StringComparison.Ordinal));
        sandbox.Build("--no-restore").Passes();
        Assert.NotEqual(one, File.GetLastWriteTimeUtc(sandbox.PathOf("obj/cnn/one.safetensors")));
    }

    [Fact]
    public void Reports_lie_where_continuous_integration_looks()
    {
        using var sandbox = new Sandbox();
        sandbox.WriteProject("a.csproj", Sandbox.Quick("digits", """MinAccuracy="0.1" MinClassRecall="1" """));
        sandbox.Build().FailsWith("CNN2005", "CNN2000");

        XElement suite = XDocument.Load(sandbox.PathOf("obj/cnn/digits.gate.junit.xml")).Root!.Element("testsuite")!;
        Assert.Equal(("2", "1"), (suite.Attribute("tests")!.Value, suite.Attribute("failures")!.Value));
        Assert.Equal("CNN2005", suite.Elements("testcase").Single(static test => test.Attribute("name")!.Value == "MinClassRecall").Element("failure")!.Attribute("type")!.Value);

        using JsonDocument sarif = JsonDocument.Parse(sandbox.Read("obj/cnn/digits.gate.sarif"));
        JsonElement result = Assert.Single(sarif.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray());
        Assert.Equal(("CNN2005", "error"), (result.GetProperty("ruleId").GetString(), result.GetProperty("level").GetString()));

        using JsonDocument json = JsonDocument.Parse(sandbox.Read("obj/cnn/digits.gate.json"));
        Assert.False(json.RootElement.GetProperty("passed").GetBoolean());
        Assert.Equal(["Passed", "Failed"], json.RootElement.GetProperty("gate").EnumerateArray().Select(static gate => gate.GetProperty("outcome").GetString()));

        string markdown = sandbox.Read("obj/cnn/digits.gate.md");
        Assert.StartsWith("### digits: ❌ 1 of 2 gates failed", markdown, StringComparison.Ordinal);
        Assert.Contains("- **CNN2005** (MinClassRecall): ", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_baseline_is_written_when_asked_for_and_its_absence_fails_closed()
    {
        using var sandbox = new Sandbox();
        sandbox.WriteProject("a.csproj", Sandbox.Quick("digits", """MaxAccuracyDrop="0.5" FailOnSignificantDrop="true" MaxSuspiciousGain="5" """));
        sandbox.Build().FailsWith("CNN2021", "CNN2000");
        Assert.False(File.Exists(sandbox.PathOf("digits.baseline.json")));

        sandbox.Build("--no-restore", "-t:CnnUpdateBaseline").Passes();
        sandbox.Build("--no-restore").Passes();

        // The same recipe with far too small a learning rate: a real drop, which the stored bits prove.
        sandbox.WriteProject("a.csproj", Sandbox.Quick("digits", """MaxAccuracyDrop="0.5" FailOnSignificantDrop="true" MaxSuspiciousGain="5" """, learningRate: 0.00001));
        sandbox.Build("--no-restore").FailsWith("CNN2003", "CNN2004", "CNN2000");

        // A baseline of other images is none.
        sandbox.Write("digits.baseline.json", sandbox.Read("digits.baseline.json").Replace("\"datasetHash\": \"", "\"datasetHash\": \"0", StringComparison.Ordinal));
        sandbox.Build("--no-restore").FailsWith("CNN2022", "CNN2000");
        sandbox.Write("digits.baseline.json", "{}");
        sandbox.Build("--no-restore").FailsWith("CNN2021", "CNN2000");
    }

    [Fact]
    public void A_model_in_the_repository_is_gated_and_not_trained()
    {
        using var sandbox = new Sandbox();
        sandbox.WriteProject("a.csproj", Sandbox.Quick("digits"));
        sandbox.Build().Passes();
        Directory.CreateDirectory(sandbox.PathOf("models"));
        File.Move(sandbox.PathOf("obj/cnn/digits.safetensors"), sandbox.PathOf("models/kept.safetensors"));
        sandbox.WriteProject("a.csproj", """<CnnModel Include="models/kept.safetensors" Dataset="Shapes" MaxModelBytes="1000" />""");
        BuildResult result = sandbox.Build("--no-restore", "-v:d").FailsWith("CNN2009", "CNN2000");
        Assert.Equal(2, result.WorkerStarts);
        Assert.True(File.Exists(sandbox.PathOf("models/kept.safetensors")));
        sandbox.Build("--no-restore", "-t:Clean").Passes();
        Assert.True(File.Exists(sandbox.PathOf("models/kept.safetensors")));
    }

    [Theory]
    [InlineData("""Include="x" Dataset="Shapes" MinAcuracy="0.9" """, "CNN1060", "Did you mean 'MinAccuracy'?")]
    [InlineData("""Include="x" """, "CNN1062", "expected the metadata Dataset")]
    [InlineData("""Include="x" Dataset="Shapes" Train="maybe" """, "CNN1063", "found 'maybe'")]
    [InlineData("""Include="a/b" Dataset="Shapes" """, "CNN1061", "a name that can be a file's")]
    [InlineData("""Include="x;x.safetensors" Dataset="Shapes" """, "CNN1065", "a name of its own")]
    public void A_slip_of_the_pen_stops_the_build_before_any_work(string model, string code, string says)
    {
        using var sandbox = new Sandbox();
        sandbox.WriteProject("a.csproj", $"<CnnModel {model} />");
        BuildResult result = sandbox.Build("-v:d").FailsWith(code);
        Assert.Contains(says, result.Output, StringComparison.Ordinal);
        Assert.Equal(0, result.WorkerStarts);
    }

    [Fact]
    public void What_the_worker_refuses_is_an_error_of_the_project()
    {
        using var sandbox = new Sandbox();
        sandbox.WriteProject("a.csproj", Sandbox.Quick("digits", """MinAccuracy="93" """));
        BuildResult result = sandbox.Build().FailsWith("CNN1004", "CNN2000");
        Assert.Contains("(93% is 0.93)", result.Output, StringComparison.Ordinal);
        sandbox.WriteProject("a.csproj", """<CnnModel Include="digits" Dataset="Shapez" /><CnnModel Include="good" Dataset="Shapes" Architecture="tiny.json" Epoch="1" BatchSize="64" MinAccuracy="0.1" />""");
        BuildResult both = sandbox.Build("--no-restore").FailsWith("CNN1001", "CNN2025", "CNN2000");
        Assert.Contains("good: passed 1 gate.", both.Output, StringComparison.Ordinal); // one model's error does not keep the other from being judged
    }

    [Fact]
    public void Switched_off_or_without_a_model_nothing_happens()
    {
        using var sandbox = new Sandbox();
        sandbox.WriteProject("a.csproj", Sandbox.Quick("digits", """MinAccuracy="1" """));
        Assert.Equal(0, sandbox.Build("-v:d", "-p:CnnToolsEnabled=false").Passes().WorkerStarts);
        Assert.Equal(0, sandbox.Build("--no-restore", "-v:d", "-p:DesignTimeBuild=true").Passes().WorkerStarts);
        sandbox.WriteProject("a.csproj", "");
        Assert.Equal(0, sandbox.Build("--no-restore", "-v:d").Passes().WorkerStarts);
        Assert.False(Directory.Exists(sandbox.PathOf("obj/cnn")));
    }

    [Fact]
    public void Nothing_is_left_of_a_package_that_is_taken_out()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("a.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""");
        string[] Files() => [.. sandbox.Files("*").Select(file => Path.GetRelativePath(sandbox.Folder, file)).Where(static file => !file.StartsWith("obj", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        string[] Results() => [.. sandbox.Files("*").Select(file => Path.GetRelativePath(sandbox.Folder, file)).Where(static file => file.StartsWith("bin", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        sandbox.Build().Passes();
        (string[] files, string[] results) = (Files(), Results());
        string plain = sandbox.Read("a.csproj");

        sandbox.WriteProject("a.csproj", Sandbox.Quick("digits", """MinAccuracy="0.1" """));
        sandbox.Build().Passes();
        Assert.Equal(results, Results()); // no task, no worker and no model in the output
        Assert.Equal(files, Files());

        sandbox.Write("a.csproj", plain);
        Assert.Equal(0, sandbox.Build("-v:d").Passes().WorkerStarts);
        Assert.Equal(files, Files());
    }
}
