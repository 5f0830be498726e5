using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace CnnTools.Build.Tests;

/// <summary>A folder of its own, outside the repository, with projects that get the packed package from a local feed, as a user's would.</summary>
public sealed class Sandbox : IDisposable
{
    /// <summary>A network that learns something in two seconds: about 60% after one epoch.</summary>
    public const string Tiny = """
        {"name": "Tiny", "height": 32, "width": 32, "channels": 3, "layer": [
          {"kind": "Conv2d", "filters": 8, "kernelSize": 4, "activation": "ReLU"}, {"kind": "MaxPool2d", "kernelSize": 4}, {"kind": "Flatten"}, {"kind": "Dense", "units": 10}]}
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("cnntools-build-");
    private readonly List<int> _started = [];

    /// <summary>Makes the folder.</summary>
    /// <param name="name">Its last part; may be as awkward as users' folders are.</param>
    public Sandbox(string name = "project")
    {
        Folder = Path.Combine(_root.FullName, name);
        Directory.CreateDirectory(Folder);
        string global = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder ? folder : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        // The machine's packages serve the SDK's own needs (netstandard2.0). Ours comes fresh from the feed into a folder that goes with the sandbox: a copy
        // that somebody restored on this machine must not be
        // found in its place.
        string machine = Path.Combine(_root.FullName, "machine");
        Directory.CreateDirectory(machine);
        foreach (string package in Directory.EnumerateDirectories(global).Where(static package => !Path.GetFileName(package).StartsWith("cnntools", StringComparison.OrdinalIgnoreCase)))
            Directory.CreateSymbolicLink(Path.Combine(machine, Path.GetFileName(package)), package);
        Write("NuGet.Config", $"""
            <configuration>
              <packageSources><clear /><add key="local" value="{Built.Packages}" /></packageSources>
              <fallbackPackageFolders><add key="machine" value="{machine}" /></fallbackPackageFolders>
            </configuration>
            """);
        Write("Directory.Build.props", "<Project />");
        Write("Directory.Build.targets", "<Project />");
        Write("Directory.Packages.props", "<Project />");
        Write("tiny.json", Tiny);
    }

    public string Folder { get; }

    /// <summary>The folder around it, with the restored packages.</summary>
    public string Root => _root.FullName;

    public string PathOf(string relative) => Path.Combine(Folder, relative);

    public void Write(string relative, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(relative))!);
        File.WriteAllText(PathOf(relative), text);
    }

    public string Read(string relative) => File.ReadAllText(PathOf(relative));

    /// <summary>Writes a class library that references the package.</summary>
    public void WriteProject(string relative, string models, string frameworks = "<TargetFramework>net10.0</TargetFramework>", string more = "") => Write(relative, $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>{frameworks}<CnnDevice>Cpu</CnnDevice></PropertyGroup>
          <ItemGroup>
            <PackageReference Include="CnnTools.Build" Version="0.1.0" />
            {models}
          </ItemGroup>
          {more}
        </Project>
        """);

    /// <summary>A model that trains in two seconds.</summary>
    public static string Quick(string name, string attributes = "", double learningRate = 0.01) =>
        FormattableString.Invariant($"""<CnnModel Include="{name}" Dataset="Shapes" Architecture="tiny.json" Epoch="1" BatchSize="64" LearningRate="{learningRate}" {attributes} />""");

    /// <summary>Starts <c>dotnet build</c>.</summary>
    /// <param name="arguments">Further arguments.</param>
    /// <param name="environment">Variables to set.</param>
    public Process Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null) => StartProgram("dotnet", ["build", "-nologo", "-tl:off", .. arguments], environment);

    private Process StartProgram(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        // What starts the tests may ignore SIGINT (nohup, a background job), and its children would ignore it too.
        if (OperatingSystem.IsLinux()) (program, arguments) = ("env", ["--default-signal=INT", program, .. arguments]);
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 };
        foreach (string inherited in start.Environment.Keys.Where(static key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || key is "ArtifactsPath" or "Configuration").ToList()) start.Environment.Remove(inherited);
        start.Environment["NUGET_PACKAGES"] = Path.Combine(_root.FullName, "packages");
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach ((string key, string value) in environment ?? new Dictionary<string, string>()) start.Environment[key] = value;
        var process = Process.Start(start)!;
        _started.Add(process.Id);
        return process;
    }

    /// <summary>Runs <c>dotnet build</c>.</summary>
    public BuildResult Build(params string[] arguments) => Build(arguments, null);

    /// <summary>Runs <c>dotnet build</c>.</summary>
    public BuildResult Build(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment) => Finish(Start(arguments, environment));

    /// <summary>Runs another command of the SDK, for instance <c>publish</c>.</summary>
    public BuildResult Dotnet(string command, params IEnumerable<string> arguments) => Finish(StartProgram("dotnet", [command, "-nologo", "-tl:off", .. arguments], null));

    /// <summary>Runs a script as GitHub Actions runs a step's.</summary>
    public BuildResult Shell(string script, IReadOnlyDictionary<string, string>? environment = null) => Finish(StartProgram("bash", ["-eo", "pipefail", "-c", script], environment));

    private static BuildResult Finish(Process started)
    {
        using Process process = started;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(Patience)) throw new TimeoutException("The build did not end.");
        return new BuildResult(process.ExitCode, output + error.Result);
    }

    /// <summary>Files of all its folders whose names fit a pattern.</summary>
    public IEnumerable<string> Files(string pattern) => Directory.EnumerateFiles(Folder, pattern, SearchOption.AllDirectories);

    /// <summary>Files between the steps and reports that are not whole: temporary ones that somebody left.</summary>
    public IEnumerable<string> Leftovers() => Directory.EnumerateFiles(Folder, "*.tmp", SearchOption.AllDirectories);

    /// <summary>Ids of processes whose command line names something of this sandbox.</summary>
    public IEnumerable<int> Processes() => Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(static name => int.TryParse(name, CultureInfo.InvariantCulture, out _))
        .Where(id => CommandLine(id!).Contains(_root.Name, StringComparison.Ordinal)).Select(static id => int.Parse(id!, CultureInfo.InvariantCulture));

    private static string CommandLine(string id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (IOException)
        {
            return ""; // The process ended meanwhile.
        }
    }

    public void Dispose()
    {
        // A test that failed half-way leaves its build behind.
        foreach (int id in _started.Where(static id => Directory.Exists($"/proc/{id}") && CommandLine($"{id}").Contains("dotnet", StringComparison.Ordinal)))
        {
            try
            {
                using Process process = Process.GetProcessById(id);
                process.Kill(entireProcessTree: true);
            }
            catch (ArgumentException)
            {
                // It ended meanwhile.
            }
        }

        _root.Delete(recursive: true);
    }
}

/// <summary>How a build ended.</summary>
/// <param name="Code">Exit code.</param>
/// <param name="Output">What it wrote.</param>
public sealed record BuildResult(int Code, string Output)
{
    /// <summary>The codes of errors and warnings, each once, in the order of their first appearance.</summary>
    public IReadOnlyList<string> Codes => [.. System.Text.RegularExpressions.Regex.Matches(Output, @"(error|warning) (CNN\d{4}|MSB\d{4})").Select(static match => match.Value).Distinct()];

    /// <summary>How often a worker was started, as the log at verbosity detailed tells.</summary>
    public int WorkerStarts => System.Text.RegularExpressions.Regex.Count(Output, @"exec .*CnnTools\.Worker\.dll");

    public BuildResult Passes()
    {
        Assert.True(Code == 0, Output);
        return this;
    }

    public BuildResult FailsWith(params string[] codes)
    {
        Assert.True(Code != 0, Output);
        Assert.Equal(codes.Select(static code => $"error {code}"), Codes.Where(static code => code.StartsWith("error", StringComparison.Ordinal)));
        return this;
    }
}
