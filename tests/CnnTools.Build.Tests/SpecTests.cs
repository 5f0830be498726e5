using System.Diagnostics;
using System.IO.Compression;
using System.Text.RegularExpressions;
using CnnTools.Build.Tasks;
using Microsoft.Build.Utilities;

namespace CnnTools.Build.Tests;

/// <summary>The parts of the tasks that need no build.</summary>
public sealed class SpecTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cnntools-spec-");

    [Theory]
    [InlineData("Epoch", "--epoch")]
    [InlineData("EarlyStoppingMinimumDelta", "--early-stopping-minimum-delta")]
    [InlineData("MinClassF1", "--min-class-f1")]
    public void Metadata_become_the_workers_options(string metadata, string option) => Assert.Equal(option, ModelMetadata.OptionOf(metadata));

    [Fact]
    public void Arguments_say_what_the_item_says()
    {
        var item = new TaskItem("digits", new Dictionary<string, string> { ["Dataset"] = "Mnist", ["Epoch"] = " 3 ", ["SeedCount"] = "3", ["MinAccuracy"] = "0.9", ["FailOnSignificantDrop"] = "true", ["MinAccuracySeverity"] = "Warning", ["Precision"] = "BFloat16" });
        ModelSpec spec = ModelSpec.Read(item, "/project", "/project/obj/cnn", allowUnknown: false, out var problems)!;
        Assert.Empty(problems);
        Assert.Equal(["--dataset", "Mnist", "--epoch", "3", "--seed", "1", "--seed-count", "3", "--precision", "BFloat16", "--output-path", "/project/obj/cnn/digits.safetensors", "--log-path", "/project/obj/cnn/digits.csv", "--force"], spec.TrainArguments());
        Assert.Equal(["/project/obj/cnn/digits.safetensors", "/project/obj/cnn/digits.seed2.safetensors", "/project/obj/cnn/digits.seed3.safetensors"], spec.ModelPaths);
        Assert.DoesNotContain("--precision", spec.EvaluateArguments());
        string[] gate = [.. spec.GateArguments()];
        Assert.Equal(["--min-accuracy", "0.9", "--fail-on-significant-drop", "--allow-no-gate", "--gate-severity", "MinAccuracy=Warning", "--baseline",
            "/project/digits.baseline.json"], gate[6..]);
    }

    [Fact]
    public void Switches_become_options_only_where_they_change_something()
    {
        string[] Arguments(string restoreBest, string offline) =>
            [.. ModelSpec.Read(new TaskItem("digits", new Dictionary<string, string> { ["Dataset"] = "Mnist", ["RestoreBest"] = restoreBest,
                ["Offline"] = offline }), "/project", "/project/obj/cnn", allowUnknown: false, out _)!.TrainArguments()];
        Assert.Equal(["--no-restore-best", "--offline"], Arguments("false", "True").Where(static argument => argument is "--no-restore-best" or "--offline"));
        Assert.DoesNotContain(Arguments("true", "false"), static argument => argument is "--no-restore-best" or "--restore-best" or "--offline");
        ModelSpec.Read(new TaskItem("digits", new Dictionary<string, string> { ["Dataset"] = "Mnist", ["Offline"] = "maybe" }), "/project",
            "/project/obj/cnn", allowUnknown: false, out var problems);
        Assert.Equal(("CNN1063", "CnnModel 'digits': Offline: expected true or false; found 'maybe'."), Assert.Single(problems));
    }

    [Fact]
    public void Every_option_of_a_training_is_one_of_the_worker_and_has_a_default_for_the_whole_project()
    {
        using Process worker = Process.Start(new ProcessStartInfo("dotnet", ["exec", Built.Worker, "train", "--help"]) { RedirectStandardOutput = true })!;
        string help = worker.StandardOutput.ReadToEnd();
        Assert.All(ModelMetadata.Training, option => Assert.Matches($@"(?m)^\s+{option.Option}\b", help));
        using ZipArchive package = ZipFile.OpenRead(Directory.GetFiles(Built.Packages, "CnnTools.Build.*.nupkg").Single());
        string targets = string.Concat(((string[])["build/CnnTools.Build.targets", "build/CnnTools.Build.Training.targets"])
            .Select(name => new StreamReader(package.GetEntry(name)!.Open()).ReadToEnd()));
        // A model's own file and baseline are its own.
        Assert.Equal(["Baseline", "ModelPath"],
            ModelMetadata.Known.Where(name => !targets.Contains($"<{name}>$(Cnn{name})</{name}>", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void Records_of_a_training_go_where_the_project_says()
    {
        var item = new TaskItem("digits", new Dictionary<string, string> { ["Dataset"] = "Mnist", ["RunPath"] = "runs", ["TensorBoardPath"] = "board" });
        string[] arguments = [.. ModelSpec.Read(item, "/project", "/project/obj/cnn", allowUnknown: false, out _)!.TrainArguments()];
        Assert.Equal(["--run-path", "/project/runs", "--tensor-board-path", "/project/board/digits"], arguments[^4..]);
    }

    [Fact]
    public void A_fingerprint_follows_contents_and_not_dates()
    {
        string data = Path.Combine(_folder.FullName, "data"), memory = Path.Combine(_folder.FullName, "memory");
        Directory.CreateDirectory(Path.Combine(data, "cat"));
        string image = Path.Combine(data, "cat", "1.png");
        File.WriteAllText(image, "one");
        string Look() => DataSnapshot.Take("data", data, "no-cache", memory).Fingerprint;
        string first = Look();
        File.SetLastWriteTimeUtc(image, DateTime.UtcNow.AddDays(1));
        Assert.Equal(first, Look());
        File.WriteAllText(image, "two");
        File.SetLastWriteTimeUtc(image, DateTime.UtcNow.AddDays(2));
        string second = Look();
        Assert.NotEqual(first, second);
        Directory.CreateDirectory(Path.Combine(data, "dog"));
        File.Move(image, Path.Combine(data, "dog", "1.png"));
        Assert.NotEqual(second, Look()); // the same image of another class
    }

    [Fact]
    public void A_stamp_vouches_for_the_outputs_it_saw()
    {
        string output = Path.Combine(_folder.FullName, "output"), path = Path.Combine(_folder.FullName, "stamp");
        File.WriteAllText(output, "result");
        var stamp = new Stamp(path);
        Assert.False(stamp.IsCurrent("key", [output]));
        stamp.Write("key", [output]);
        Assert.True(stamp.IsCurrent("key", [output]));
        Assert.False(stamp.IsCurrent("other", [output]));
        File.WriteAllText(output, "tampered with");
        Assert.False(stamp.IsCurrent("key", [output]));
        File.Delete(output);
        Assert.False(stamp.IsCurrent("key", [output]));
    }

    [Theory]
    [InlineData(137, "CNN3002", "signal 9")]
    [InlineData(139, "CNN3002", "signal 11")]
    [InlineData(3, "CNN3002", "exit code 3")]
    [InlineData(-1073741819, "CNN3002", "access violation")]
    [InlineData(-1073740791, "CNN3002", "code 0xC0000409")]
    [InlineData(-2147450730, "CNN0002", ".NET 10 runtime")]
    [InlineData(150, "CNN0002", ".NET 10 runtime")]
    public void The_end_of_a_worker_is_explained(int exitCode, string code, string says)
    {
        Assert.Equal(code, WorkerExit.CodeOf(exitCode));
        Assert.Contains(says, WorkerExit.Describe("train", exitCode), StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_has_a_code_and_a_link_to_where_it_is_explained()
    {
        var engine = new RecordingEngine();
        var task = new VerifyCnnModel
        {
            BuildEngine = engine, Model = new TaskItem("digits", new Dictionary<string, string> { ["Dataset"] = "Mnist" }), WorkerPath = Built.Worker, ProjectDirectory = _folder.FullName, IntermediatePath = "obj/cnn", HelpFile = Built.Documentation,
        };
        Assert.False(task.Execute());
        Microsoft.Build.Framework.BuildErrorEventArgs error = Assert.Single(engine.Errors);
        Assert.Equal("CNN2025", error.Code);
        Assert.Matches(@"^file:///.*/docs/diagnostics\.md#cnn2025$", error.HelpLink);
    }

    [Fact]
    public void Every_code_is_explained()
    {
        string page = File.ReadAllText(Built.Documentation);
        string sources = Path.Combine(Path.GetDirectoryName(Built.Documentation)!, "..", "src");
        string[] codes = [.. Directory.EnumerateFiles(sources, "*.*", SearchOption.AllDirectories).Where(static file => Path.GetExtension(file) is ".cs" or ".targets" or ".props")
            .SelectMany(static file => Regex.Matches(File.ReadAllText(file), "\"(CNN[0-9]{4})\"").Select(static match => match.Groups[1].Value)).Distinct().Order(StringComparer.Ordinal)];
        Assert.True(codes.Length > 60);
        Assert.Equal([], codes.Where(code => !page.Contains($"### {code}\n", StringComparison.Ordinal)).ToArray());
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
