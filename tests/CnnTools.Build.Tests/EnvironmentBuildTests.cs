using System.Diagnostics;
using System.Globalization;

namespace CnnTools.Build.Tests;

/// <summary>Builds under the conditions that users' builds run under.</summary>
public sealed class EnvironmentBuildTests
{
    [Fact]
    public void A_path_with_blanks_and_letters_of_all_kinds_and_a_decimal_comma()
    {
        using var sandbox = new Sandbox("Größe mit Leerzeichen 数字");
        sandbox.WriteProject("ä b.csproj", Sandbox.Quick("ziffern", """MinAccuracy="0.15" MaxAccuracyDrop="99.5" MaxAccuracyDropSeverity="Off" """));
        var german = new Dictionary<string, string> { ["LC_ALL"] = "de_DE.UTF-8", ["LANG"] = "de_DE.UTF-8" };
        BuildResult result = sandbox.Build([], german).Passes();
        Assert.Contains("ziffern: passed 1 gate.", result.Output, StringComparison.Ordinal);
        Assert.Contains("| MinAccuracy | 0.", sandbox.Read("obj/cnn/ziffern.gate.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_with_several_frameworks_trains_once()
    {
        using var sandbox = new Sandbox();
        sandbox.WriteProject("a.csproj", Sandbox.Quick("digits", """MinAccuracy="0.1" """), "<TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks>");
        Assert.Equal(3, sandbox.Build("-v:d").Passes().WorkerStarts);
        Assert.Equal(0, sandbox.Build("--no-restore", "-v:d").Passes().WorkerStarts);
        Assert.True(File.Exists(sandbox.PathOf("bin/Debug/netstandard2.0/a.dll")));
        sandbox.Build("--no-restore", "-t:Clean").Passes();
        Assert.False(Directory.Exists(sandbox.PathOf("obj/cnn")));
    }

    [Theory]
    [InlineData("-m:3")]
    [InlineData("-mt")]
    public void Three_projects_at_once(string how)
    {
        using Sandbox sandbox = ThreeProjects("0.99");
        BuildResult result = sandbox.Build("all.proj", how).FailsWith("CNN2001", "CNN2000");
        Assert.Contains("a: passed 1 gate.", result.Output, StringComparison.Ordinal);
        Assert.Contains("c: passed 1 gate.", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("MSB4", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("0")]
    public async Task No_node_of_the_build_maps_libtorch_during_it_or_afterwards(string server)
    {
        using Sandbox sandbox = ThreeProjects("0.1");
        var environment = new Dictionary<string, string> { ["MSBUILDDISABLENODEREUSE"] = "0", ["DOTNET_CLI_USE_MSBUILD_SERVER"] = server, ["MSBUILDUSESERVER"] = server };
        string tasks = Path.Combine(sandbox.Root, "packages", "cnntools.build", "0.1.0", "tasks");
        // Nodes are those processes that hold the tasks. Which of them stay for the next build is MSBuild's choice: where a machine has many, they end.
        HashSet<int> seen = [];
        int[] Nodes() => [.. Process.GetProcesses().Select(static process => process.Id).Where(id => Maps(id, tasks))];
        void Look()
        {
            foreach (int id in Nodes())
            {
                seen.Add(id);
                Assert.False(Maps(id, "libtorch") || Maps(id, "LibTorchSharp"), $"Process {id} holds the tasks and libtorch.");
            }
        }

        using (Process build = sandbox.Start(["all.proj", "-m:2", "-nr:true"], environment))
        {
            Task<string> output = build.StandardOutput.ReadToEndAsync();
            while (!build.WaitForExit(200)) Look();
            new BuildResult(build.ExitCode, await output).Passes();
        }

        Assert.Equal(0, sandbox.Build(["all.proj", "-m:2", "-nr:true", "--no-restore", "-v:d"], environment).Passes().WorkerStarts);
        try
        {
            Look();
            Assert.NotEmpty(seen);
        }
        finally
        {
            foreach (int id in Nodes()) Process.GetProcessById(id).Kill();
        }
    }

    [Fact]
    public async Task A_build_cancelled_in_training_leaves_nothing_half_written_and_no_process()
    {
        using var sandbox = new Sandbox();
        sandbox.WriteProject("a.csproj", """<CnnModel Include="digits" Dataset="Shapes" Architecture="TwoConv4x4" Epoch="500" MinAccuracy="0.1" />""");
        using Process build = sandbox.Start([]);
        Task<string> output = build.StandardOutput.ReadToEndAsync();
        await Until(() => File.Exists(sandbox.PathOf("obj/cnn/digits.csv")) && File.ReadAllLines(sandbox.PathOf("obj/cnn/digits.csv")).Length > 1, "a finished epoch");
        using (Process kill = Process.Start("sh", ["-c", $"kill -INT {build.Id.ToString(CultureInfo.InvariantCulture)}"])) await kill.WaitForExitAsync();
        Assert.True(build.WaitForExit(TimeSpan.FromSeconds(60)), "The build did not end.");
        await Until(() => !sandbox.Processes().Any(), "the end of the worker");
        Assert.NotEqual(0, build.ExitCode);
        Assert.DoesNotContain("CNN3002", await output, StringComparison.Ordinal);
        Assert.Empty(sandbox.Leftovers());
        Assert.False(File.Exists(sandbox.PathOf("obj/cnn/digits.train.stamp")));
        Assert.EndsWith("\n", sandbox.Read("obj/cnn/digits.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_worker_is_an_error_with_a_code()
    {
        using var sandbox = new Sandbox();
        sandbox.WriteProject("a.csproj", """<CnnModel Include="digits" Dataset="Shapes" Architecture="TwoConv4x4" Epoch="500" />""");
        using Process build = sandbox.Start([]);
        Task<string> output = build.StandardOutput.ReadToEndAsync();
        await Until(() => File.Exists(sandbox.PathOf("obj/cnn/digits.csv")), "a running worker");
        foreach (int id in sandbox.Processes().Where(static id => File.ReadAllText($"/proc/{id}/cmdline").Contains("CnnTools.Worker.dll", StringComparison.Ordinal))) Process.GetProcessById(id).Kill();
        Assert.True(build.WaitForExit(TimeSpan.FromSeconds(60)), "The build did not end.");
        new BuildResult(build.ExitCode, await output).FailsWith("CNN3002", "CNN2025", "CNN2000");
        Assert.Contains("was killed (signal 9)", await output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_that_is_killed_takes_its_worker_along()
    {
        using var sandbox = new Sandbox();
        sandbox.WriteProject("a.csproj", """<CnnModel Include="digits" Dataset="Shapes" Architecture="TwoConv4x4" Epoch="500" />""");
        using Process build = sandbox.Start(["-m:1"]);
        _ = build.StandardOutput.ReadToEndAsync();
        await Until(() => File.Exists(sandbox.PathOf("obj/cnn/digits.csv")), "a running worker");
        build.Kill(entireProcessTree: false);
        await Until(() => !sandbox.Processes().Any(static id => File.ReadAllText($"/proc/{id}/cmdline").Contains("CnnTools.Worker.dll", StringComparison.Ordinal)), "the end of the worker");
    }

    [Fact]
    public void A_worker_that_is_not_there_is_an_error_with_a_code()
    {
        using var sandbox = new Sandbox();
        sandbox.WriteProject("a.csproj", Sandbox.Quick("digits"));
        sandbox.Build("-p:CnnToolsWorkerPath=/nowhere/CnnTools.Worker.dll").FailsWith("CNN0002", "CNN2025", "CNN2000");
    }

    private static Sandbox ThreeProjects(string accuracyOfB)
    {
        var sandbox = new Sandbox();
        foreach (string name in (string[])["a", "b", "c"])
            sandbox.WriteProject($"{name}/{name}.csproj", Sandbox.Quick(name, $"""MinAccuracy="{(name == "b" ? accuracyOfB : "0.1")}" """).Replace("tiny.json", "../tiny.json", StringComparison.Ordinal));
        sandbox.Write("all.proj", """
            <Project DefaultTargets="Build">
              <ItemGroup><Each Include="*/*.csproj" /></ItemGroup>
              <Target Name="Restore"><MSBuild Projects="@(Each)" Targets="Restore" Properties="Pass=1" /></Target>
              <Target Name="Build"><MSBuild Projects="@(Each)" Targets="Build" BuildInParallel="true" ContinueOnError="ErrorAndContinue" /></Target>
            </Project>
            """);
        return sandbox;
    }

    private static bool Maps(int process, string library)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/maps").Contains(library, StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static async Task Until(Func<bool> holds, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!Try(holds))
        {
            if (clock.Elapsed > TimeSpan.FromMinutes(2)) throw new TimeoutException($"Waited two minutes for {what}.");
            await Task.Delay(50);
        }
    }

    private static bool Try(Func<bool> holds)
    {
        try
        {
            return holds();
        }
        catch (IOException)
        {
            return false; // A process or file that is about to go.
        }
    }
}
