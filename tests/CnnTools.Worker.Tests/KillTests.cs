using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace CnnTools.Worker.Tests;

/// <summary>
/// A training that is killed with SIGKILL again and again, at moments nobody chose, and resumed each time, ends with the bits of the one that ran through.
/// <c>CNNTOOLS_KILLS</c> sets how often it is killed (default 4; 50 takes some minutes).
/// </summary>
public sealed class KillTests(ITestOutputHelper report) : IDisposable
{
    // Small enough that a checkpoint is written at every step, so that many kills fall into the writing of one.
    private const string Network = """
        { "name": "Killed", "height": 32, "width": 32, "channels": 3, "layer": [
          { "kind": "AveragePool2d", "kernelSize": 2 }, { "kind": "Conv2d", "filters": 4, "kernelSize": 3, "activation": "ReLU" }, { "kind": "BatchNorm2d" },
          { "kind": "MaxPool2d", "kernelSize": 3 }, { "kind": "Flatten" }, { "kind": "Dropout", "rate": 0.2 }, { "kind": "Dense", "units": 10 } ] }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("cnntools-kill").FullName;

    [SkippableOnWindowsFact]
    public void Killed_anywhere_it_resumes_to_the_same_bits()
    {
        int kills = int.Parse(Environment.GetEnvironmentVariable("CNNTOOLS_KILLS") is { Length: > 0 } asked ? asked : "4", CultureInfo.InvariantCulture);
        File.WriteAllText(Path.Combine(_folder, "n.json"), Network);
        string[] options = ["train", "--dataset", "Shapes", "--architecture", "n.json", "--epoch", "3", "--batch-size", "250", "--seed", "5", "--thread", "1", "--augmentation", "Flip"];
        Assert.Equal(0, WorkerProcess.Run(_folder, [.. options, "--output-path", "straight"]).Code);

        string[] resumable = [.. options, "--output-path", "m", "--log-path", "l.csv", "--checkpoint-path", "c", "--checkpoint-interval", "0", "--resume"];
        var random = new Random(17);
        int killed = 0;
        var insideWrite = new HashSet<string>(StringComparer.Ordinal);
        while (killed < kills)
        {
            using var worker = new WorkerProcess(_folder, resumable);
            // Every other time inside the write of a checkpoint. Else: two seconds is about what loading takes; what lies beyond falls into steps and writes.
            bool ended = killed % 2 == 0 ? EndsBeforeWrite(worker, random.Next(1, 25)) : worker.EndsWithin(TimeSpan.FromMilliseconds(random.Next(500, 5000)));
            if (ended) StartAgain();
            else
            {
                worker.Kill();
                worker.Finish();
                killed++;
                insideWrite.UnionWith(Directory.GetFiles(_folder, ".c.*.tmp"));
            }

            AssertNothingHalfWritten();
        }

        report.WriteLine($"{killed} kills, {insideWrite.Count} of them left a checkpoint half-written beside the whole one.");
        // A write may end between its beginning and the kill; not every time.
        if (kills >= 20) Assert.NotEmpty(insideWrite);
        (int code, string output, _) = WorkerProcess.Run(_folder, resumable);
        Assert.True(code == 0, output);
        Assert.Equal(Weights("straight"), Weights("m"));
        Assert.Equal(["1", "2", "3"], File.ReadAllLines(Path.Combine(_folder, "l.csv")).Skip(1).Select(line => line.Split(',')[0]));
        Assert.DoesNotContain(Directory.GetFiles(_folder), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Waits until a checkpoint's temporary file has been created so many times.</summary>
    /// <returns>Whether the worker ended before that.</returns>
    private bool EndsBeforeWrite(WorkerProcess worker, int writes)
    {
        using var watcher = new FileSystemWatcher(_folder, ".c.*.tmp");
        while (writes > 0)
        {
            if (!watcher.WaitForChanged(WatcherChangeTypes.Created, 200).TimedOut) writes--;
            else if (worker.EndsWithin(TimeSpan.Zero)) return true;
        }

        return worker.EndsWithin(TimeSpan.Zero);
    }

    /// <summary>A run that got to its end is checked, and another begins.</summary>
    private void StartAgain()
    {
        Assert.Equal(Weights("straight"), Weights("m"));
        foreach (string file in new[] { "m", "l.csv", "c", "c.previous" }) File.Delete(Path.Combine(_folder, file));
    }

    private void AssertNothingHalfWritten()
    {
        string model = Path.Combine(_folder, "m"), log = Path.Combine(_folder, "l.csv");
        if (File.Exists(model)) Assert.NotEmpty(Weights("m"));
        if (!File.Exists(log)) return;
        string text = File.ReadAllText(log);
        // The header may not be out yet; every line that is has all its fields.
        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Equal(8, line.Split(',').Length));
    }

    private byte[] Weights(string name)
    {
        byte[] file = File.ReadAllBytes(Path.Combine(_folder, name));
        int header = (int)BitConverter.ToInt64(file, 0);
        Assert.Equal((byte)'{', file[8]);
        return file[(8 + header)..];
    }
}

/// <summary>A test that needs SIGKILL.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SkippableOnWindowsFactAttribute : FactAttribute
{
    public SkippableOnWindowsFactAttribute()
    {
        if (OperatingSystem.IsWindows()) Skip = "Windows has no SIGKILL.";
    }
}
