using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using static System.FormattableString;

namespace CnnTools.Bench;

/// <summary>What the package CnnTools.Build costs a build in which nothing changed: the same project with and without it, built in turn. The package comes from
/// a local feed, as a user's would.</summary>
internal static class BuildCommand
{
    public static Command Create()
    {
        var packages = new Option<DirectoryInfo>("--packages") { Required = true, Description = "Folder with CnnTools.Build's package." };
        var runs = new Option<int>("--runs") { DefaultValueFactory = _ => 15, Description = "Builds of each project that are timed." };
        var command = new Command("build", "What the package adds to a build in which nothing changed, as Markdown.") { packages, runs };
        command.SetAction(parsed => Measure(parsed.GetValue(packages)!.FullName, parsed.GetValue(runs)));
        return command;
    }

    private static int Measure(string packages, int runs)
    {
        DirectoryInfo root = Directory.CreateTempSubdirectory("cnntools-bench-");
        try
        {
            string global = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder ? folder : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
            File.WriteAllText(Path.Combine(root.FullName, "NuGet.Config"), $"""
                <configuration>
                  <packageSources><clear /><add key="local" value="{packages}" /></packageSources>
                  <fallbackPackageFolders><add key="machine" value="{global}" /></fallbackPackageFolders>
                </configuration>
                """);
            foreach (string name in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"]) File.WriteAllText(Path.Combine(root.FullName, name), "<Project />");
            string without = Write(root, "without", ""), with = Write(root, "with", """
                <PackageReference Include="CnnTools.Build" Version="0.1.0" />
                <CnnModel Include="one;two" Dataset="Shapes" Architecture="tiny.json" Epoch="1" BatchSize="64" LearningRate="0.01" Device="Cpu" MinAccuracy="0.1" MinTestImages="2000" />
                """);
            Console.WriteLine("| build | time | without (s) | with two models (s) | difference of medians (s) | runs of each |");
            Console.WriteLine("|---|---|---:|---:|---:|---:|");
            bool within = true;
            foreach ((string title, string[] arguments) in new (string, string[])[] { ("`dotnet build`", []), ("`dotnet build --no-restore`", ["--no-restore"]) })
            {
                // Whatever is done once - restore, training, JIT caches of the file system - is done before the first timed build.
                foreach (string project in (string[])[without, with, without, with]) Build(root, project, arguments);
                List<(double Wall, double Processor)> first = [], second = [];
                for (int run = 0; run < runs; run++)
                {
                    // In turn, and the other one first every second time: a neighbour's load meets both alike.
                    foreach (bool each in run % 2 == 0 ? (bool[])[false, true] : [true, false]) (each ? second : first).Add(Build(root, each ? with : without, arguments));
                }

                within &= WriteRow(title, "wall", [.. first.Select(static time => time.Wall)], [.. second.Select(static time => time.Wall)]) < 0.3;
                // What a busy machine does not stretch.
                WriteRow(title, "processor", [.. first.Select(static time => time.Processor)], [.. second.Select(static time => time.Processor)]);
            }

            return within ? 0 : 1;
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private static double WriteRow(string title, string kind, IReadOnlyList<double> without, IReadOnlyList<double> with)
    {
        double difference = Median(with) - Median(without);
        Console.WriteLine(Invariant($"| {title} | {kind} | {Median(without):0.00} | {Median(with):0.00} | {difference:0.00} | {with.Count} |"));
        return difference;
    }

    private static string Write(DirectoryInfo root, string name, string items)
    {
        DirectoryInfo folder = root.CreateSubdirectory(name);
        File.WriteAllText(Path.Combine(folder.FullName, "tiny.json"), """
            {"name": "Tiny", "height": 32, "width": 32, "channels": 3, "layer": [
              {"kind": "Conv2d", "filters": 8, "kernelSize": 4, "activation": "ReLU"}, {"kind": "MaxPool2d", "kernelSize": 4}, {"kind": "Flatten"}, {"kind": "Dense", "units": 10}]}
            """);
        File.WriteAllText(Path.Combine(folder.FullName, "a.cs"), "namespace A;\n\npublic static class B;\n");
        string path = Path.Combine(folder.FullName, "a.csproj");
        File.WriteAllText(path, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup>{items}</ItemGroup>
            </Project>
            """);
        return path;
    }

    /// <returns>Seconds on the clock, and seconds of processors in the build and what it started.</returns>
    private static (double Wall, double Processor) Build(DirectoryInfo root, string project, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["build", project, "-nologo", "-tl:off", "-v:q", .. arguments]) { RedirectStandardOutput = true };
        start.Environment["NUGET_PACKAGES"] = Path.Combine(root.FullName, "packages");
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        foreach (string inherited in start.Environment.Keys.Where(static key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(inherited);
        // A node that stays for the next build would hold what the last one loaded; each build starts afresh.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        double before = ProcessorSecondsOfChildren();
        var clock = Stopwatch.StartNew();
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"dotnet build of {project} ended with {process.ExitCode}:\n{output}");
        return (clock.Elapsed.TotalSeconds, ProcessorSecondsOfChildren() - before);
    }

    /// <summary>Processor time of all processes that this one started and that ended (proc(5): cutime and cstime, in hundredths of a second).</summary>
    private static double ProcessorSecondsOfChildren()
    {
        string[] fields = File.ReadAllText("/proc/self/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture)) / 100.0;
    }

    private static double Median(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
