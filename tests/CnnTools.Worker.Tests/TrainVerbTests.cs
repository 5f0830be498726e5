using System.Text.RegularExpressions;

namespace CnnTools.Worker.Tests;

/// <summary>The verb <c>train</c> end to end, in a process of its own.</summary>
public sealed class TrainVerbTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cnntools-tests-");

    public TrainVerbTests() => File.WriteAllText(
        Path.Combine(_folder.FullName, "linear.json"),
        """{"name": "Linear", "height": 32, "width": 32, "channels": 3, "layer": [{"kind": "Flatten"}, {"kind": "Dense", "units": 10}]}""");

    public void Dispose() => _folder.Delete(recursive: true);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>As little work as a real training can be: a linear classifier.</summary>
    private static string[] Train(params string[] more) =>
        ["train", "--dataset", "Shapes", "--architecture", "linear.json", "--batch-size", "256", "--device", "Cpu", "--thread", "1", "--seed", "3", .. more];

    [Fact]
    public void Trains_and_tells_each_epoch_and_where_the_files_lie()
    {
        (int code, string output, string error) = WorkerProcess.Run(_folder.FullName, Train("--epoch", "2", "--output-path", "m.safetensors", "--log-path", "m.csv", "--learning-rate", "0.002"));

        Assert.True(code == 0, output + error);
        // A machine with a slow BLAS is told so first.
        string[] lines = [.. output.Split('\n').SkipWhile(static line => line.Contains("warning CNN3100", StringComparison.Ordinal))];
        Assert.Matches(@"^Epoch +Loss +Accuracy +Val\. loss +Val\. accuracy +Learning rate +Seconds +Images/s$", lines[0]);
        Assert.Matches(@"^ +1 +\d+\.\d{4} +\d+\.\d\d% +\d+\.\d{4} +\d+\.\d\d% +0\.002 +\d+\.\d +\d+$", lines[1]);
        Assert.Matches(@"^ +2 ", lines[2]);
        Assert.Matches(@"(?m)^Stopped: +\S", output);
        Assert.Matches(@"(?m)^Test accuracy: +\d+\.\d\d% on [\d,]+ images", output);
        Assert.Matches($@"(?m)^Model: +{Regex.Escape(PathOf("m.safetensors"))}$", output);
        Assert.Matches($@"(?m)^Log: +{Regex.Escape(PathOf("m.csv"))}$", output);
        Assert.Empty(error);
        Assert.Equal(["linear.json", "m.csv", "m.safetensors"], _folder.GetFiles().Select(file => file.Name).Order());
        Assert.Equal(3, File.ReadAllLines(PathOf("m.csv")).Length);
    }

    [Fact]
    public void Says_the_choices_made_when_asked()
    {
        (int code, string output, _) = WorkerProcess.Run(_folder.FullName, Train("--epoch", "1", "--verbose"));
        Assert.Equal(0, code);
        Assert.Matches("(?i)seed 3", output[..output.IndexOf("Epoch ", StringComparison.Ordinal)]);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void A_signal_ends_it_cleanly(string signal)
    {
        using var worker = new WorkerProcess(_folder.FullName, Train("--epoch", "100000", "--early-stopping-patience", "0", "--output-path", "m.safetensors", "--log-path", "m.csv"));
        Assert.NotNull(worker.ReadUntil(line => line.TrimStart().StartsWith("1 ", StringComparison.Ordinal)));
        worker.Signal(signal);
        (int code, string output, string error) = worker.Finish();

        Assert.True(code == 130, $"{code}: {output}{error}");
        Assert.Contains("Stopped before the end.", output, StringComparison.Ordinal);
        string[] log = File.ReadAllLines(PathOf("m.csv"));
        Assert.True(log.Length >= 2);
        Assert.All(log, line => Assert.Equal(log[0].Count(c => c == ','), line.Count(c => c == ',')));
        Assert.All(_folder.GetFiles(), file => Assert.Contains(file.Name, (string[])["linear.json", "m.csv", "m.safetensors"]));
    }

    [Fact]
    public void Replaces_a_file_only_when_told_to()
    {
        File.WriteAllText(PathOf("m.csv"), "mine");
        (int code, string output, _) = WorkerProcess.Run(_folder.FullName, Train("--epoch", "1", "--log-path", "m.csv"));

        Assert.Equal(1, code);
        Assert.Matches(@"^CnnTools : error CNN1008: .*m\.csv", output);
        Assert.Equal("mine", File.ReadAllText(PathOf("m.csv")));
    }

    [Fact]
    public void An_unknown_dataset_is_one_diagnostic()
    {
        (int code, string output, string error) = WorkerProcess.Run(_folder.FullName, "train", "--dataset", "Shaps");
        Assert.Equal(1, code);
        Assert.Matches(@"\ACnnTools : error CNN1001: [^\n]*Shaps[^\n]*\n\z", output.ReplaceLineEndings("\n"));
        Assert.Empty(error);
    }
}
