using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CnnTools.Build.Tests;

/// <summary>The examples, copied to a folder of their own, built as their README and their workflow say.</summary>
public sealed partial class ExampleTests
{
    [Fact]
    public void The_workflow_trains_gates_and_reports()
    {
        using Sandbox sandbox = Copy();
        string summary = sandbox.PathOf("summary.md");
        var environment = new Dictionary<string, string> { ["GITHUB_STEP_SUMMARY"] = summary };
        Dictionary<string, string> steps = Steps();

        BuildResult result = sandbox.Shell(steps["Train and gate"], environment).Passes();
        Assert.Contains("shapes: passed ", result.Output, StringComparison.Ordinal);
        sandbox.Shell(steps["Summary for people"], environment).Passes();
        sandbox.Shell(steps["Gather SARIF"], environment).Passes();
        Assert.Equal(2, Regex.Count(File.ReadAllText(summary), "^### shapes: ✅", RegexOptions.Multiline));
        Assert.Equal(2, Directory.EnumerateFiles(sandbox.PathOf("gates"), "*.sarif").Count());
        Assert.All(sandbox.Files("*.gate.junit.xml"), static path => Assert.Equal("0", XDocument.Load(path).Root!.Element("testsuite")!.Attribute("failures")!.Value));
        Assert.Equal(2, sandbox.Files("*.gate.json").Count());
        foreach (string path in Directory.EnumerateFiles(sandbox.PathOf("gates"), "*.sarif"))
        {
            using JsonDocument sarif = JsonDocument.Parse(File.ReadAllText(path));
            Assert.Equal(0, sarif.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().Count(static found => found.GetProperty("level").GetString() == "error"));
        }

        // The model lies where the program finds it.
        Assert.Matches(@"^shapes\.safetensors: \d+ bytes", sandbox.Shell("dotnet trained/bin/Release/net10.0/trained.dll").Passes().Output);

        // A bound that the model does not reach stops the workflow, and the other project is judged all the same.
        sandbox.Write("trained/trained.csproj", sandbox.Read("trained/trained.csproj").Replace("MinAccuracyLowerBound=\"0.8\"", "MinAccuracyLowerBound=\"0.999\"", StringComparison.Ordinal));
        BuildResult failed = sandbox.Shell(steps["Train and gate"], environment).FailsWith("CNN2002", "CNN2000");
        Assert.Contains("shapes: passed 5 gates.", failed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("training on", failed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_workflow_reads_the_files_that_a_build_writes()
    {
        string workflow = File.ReadAllText(Path.Combine(Built.Examples, "model-gate.yml"));
        foreach (string ending in (string[])[".gate.md", ".gate.junit.xml", ".gate.sarif", ".gate.json"]) Assert.Contains("obj/cnn/*" + ending, workflow, StringComparison.Ordinal);
        Assert.DoesNotContain("\t", workflow, StringComparison.Ordinal); // no YAML
    }

    /// <summary>The scripts of the workflow, by the names of their steps.</summary>
    private static Dictionary<string, string> Steps()
    {
        string workflow = File.ReadAllText(Path.Combine(Built.Examples, "model-gate.yml"));
        return StepForm().Matches(workflow).ToDictionary(static step => step.Groups["name"].Value, static step => step.Groups["line"].Success ? step.Groups["line"].Value : Regex.Replace(step.Groups["block"].Value, "^ {10}", "", RegexOptions.Multiline));
    }

    [GeneratedRegex(@"- name: (?<name>.+)\n(?: {8}if: .+\n)? {8}run: (?:\|\n(?<block>(?: {10}.*\n)+)|(?<line>.+)\n)")]
    private static partial Regex StepForm();

    /// <summary>The examples without what former builds left in them; the sandbox's own feed and settings stand in for theirs.</summary>
    private static Sandbox Copy()
    {
        var sandbox = new Sandbox("examples");
        foreach (string name in (string[])["trained", "kept"])
            foreach (string file in Directory.EnumerateFiles(Path.Combine(Built.Examples, name), "*", SearchOption.AllDirectories))
            {
                string relative = Path.GetRelativePath(Built.Examples, file);
                if (relative.Split(Path.DirectorySeparatorChar).Any(static part => part is "obj" or "bin")) continue;
                Directory.CreateDirectory(Path.GetDirectoryName(sandbox.PathOf(relative))!);
                File.Copy(file, sandbox.PathOf(relative));
            }

        return sandbox;
    }
}
