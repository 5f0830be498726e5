using System.Runtime.InteropServices;

namespace CnnTools.Build.Tests;

/// <summary>A build trains again where anything that its worker loads is another version.</summary>
public sealed class WorkerFingerprintTests : IDisposable
{
    // Of a copied worker: those that are loaded here.
    private static readonly string s_system = (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux") + "-" + RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("cnntools-worker-");

    private string Worker => Path.Combine(_root.FullName, "worker", "CnnTools.Worker.dll");

    [Fact]
    public void Every_file_that_is_loaded_counts_and_no_other()
    {
        string[] files = Copy();
        string first = WorkerFingerprint.Of(Worker);
        string[] counted = [.. files.Where(file =>
        {
            string path = Path.Combine(Path.GetDirectoryName(Worker)!, file);
            Append(path);
            bool counts = WorkerFingerprint.Of(Worker) != first;
            first = WorkerFingerprint.Of(Worker);
            return counts;
        })];
        Assert.Equal(files.Where(file => file.EndsWith(".dll", StringComparison.Ordinal) || file.EndsWith(".json", StringComparison.Ordinal) || file.StartsWith("runtimes/", StringComparison.Ordinal)).Where(file => !IsForeign(file)), counted);
        foreach (string name in (string[])["CnnTools.Worker.dll", "CnnTools.Engine.dll", "TorchSharp.dll", "SkiaSharp.dll", "Microsoft.ML.OnnxRuntime.dll", "Google.Protobuf.dll", "CnnTools.Worker.deps.json", "CnnTools.Worker.runtimeconfig.json"]) Assert.Contains(name, counted);
        Assert.Equal(3, counted.Count(static file => file.Contains("/native/", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_copy_is_the_same_worker_wherever_and_whenever_it_was_made()
    {
        foreach (string file in Copy()) File.SetLastWriteTimeUtc(Path.Combine(Path.GetDirectoryName(Worker)!, file), DateTime.UtcNow.AddDays(1));
        Assert.Equal(WorkerFingerprint.Of(Built.Worker), WorkerFingerprint.Of(Worker));
    }

    [Fact]
    public void A_file_more_or_less_is_another_worker()
    {
        Copy();
        string first = WorkerFingerprint.Of(Worker), added = Path.Combine(Path.GetDirectoryName(Worker)!, "Added.dll");
        File.WriteAllText(added, "");
        Assert.NotEqual(first, WorkerFingerprint.Of(Worker));
        File.Delete(added);
        Assert.Equal(first, WorkerFingerprint.Of(Worker));
    }

    [Fact]
    public void The_version_of_libtorch_counts_and_the_libtorch_that_the_user_names()
    {
        Copy();
        string settings = Path.ChangeExtension(Worker, ".runtimeconfig.json");
        Assert.Matches("\"CnnTools.LibTorchVersion\": \"[0-9.]+\"", File.ReadAllText(settings));

        string folder = Directory.CreateDirectory(Path.Combine(_root.FullName, "libtorch")).FullName, library = Path.Combine(folder, "libtorch_cpu.so");
        File.WriteAllText(library, "1");
        string own = WorkerFingerprint.Of(Worker, null), named = WorkerFingerprint.Of(Worker, folder);
        Assert.NotEqual(own, named);
        File.WriteAllText(library, "12");
        Assert.NotEqual(named, WorkerFingerprint.Of(Worker, folder));
        Assert.Equal(own, WorkerFingerprint.Of(Worker, Path.Combine(folder, "nowhere")));
    }

    [Fact]
    public void A_build_trains_again_for_another_version_of_each_and_not_for_a_touched_one()
    {
        string[] files = Copy();
        using var sandbox = new Sandbox();
        sandbox.WriteProject("a.csproj", Sandbox.Quick("digits"), more: $"<PropertyGroup><CnnToolsWorkerPath>{Worker}</CnnToolsWorkerPath></PropertyGroup>");
        int Trainings(params string[] more) => sandbox.Build(["-t:CnnTrain", "-v:d", .. more]).Passes().WorkerStarts;
        Assert.Equal(1, Trainings());
        Assert.Equal(0, Trainings("--no-restore"));

        string folder = Path.GetDirectoryName(Worker)!;
        foreach (string file in files) File.SetLastWriteTimeUtc(Path.Combine(folder, file), DateTime.UtcNow);
        Assert.Equal(0, Trainings("--no-restore"));

        // They still load: what lies behind an assembly's or a library's last part is ignored.
        string[] changed = [.. ((string[])["TorchSharp.dll", "SkiaSharp.dll", "CnnTools.Worker.deps.json"]).Concat(files.Where(static file => file.Contains("LibTorchSharp", StringComparison.Ordinal) && !IsForeign(file)))];
        Assert.Equal(4, changed.Length);
        foreach (string file in changed)
        {
            Append(Path.Combine(folder, file));
            Assert.True(Trainings("--no-restore") == 1, file);
        }

        string settings = Path.ChangeExtension(Worker, ".runtimeconfig.json");
        File.WriteAllText(settings, System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(settings), "(?<=LibTorchVersion\": \")[0-9.]+", "2.11.0"));
        Assert.Equal(1, Trainings("--no-restore"));
        Assert.Equal(0, Trainings("--no-restore"));

        foreach (string file in files.Where(IsForeign)) Append(Path.Combine(folder, file));
        Assert.Equal(0, Trainings("--no-restore"));
    }

    public void Dispose() => _root.Delete(recursive: true);

    private static bool IsForeign(string file) => file.StartsWith("runtimes/", StringComparison.Ordinal) && !file.StartsWith($"runtimes/{s_system}/", StringComparison.Ordinal) && !file.StartsWith($"runtimes/{s_system[..s_system.IndexOf('-', StringComparison.Ordinal)]}/", StringComparison.Ordinal);

    private static void Append(string file)
    {
        using FileStream stream = File.Open(file, FileMode.Append);
        stream.Write("  "u8);
    }

    // Libraries of other systems are not read, so that a name is enough.
    private string[] Copy()
    {
        string from = Path.GetDirectoryName(Built.Worker)!;
        string[] files = [.. Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(from, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];
        foreach (string file in files)
        {
            string to = Path.Combine(Path.GetDirectoryName(Worker)!, file);
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            if (IsForeign(file)) File.WriteAllText(to, "");
            else File.Copy(Path.Combine(from, file), to);
        }

        return files;
    }
}
