namespace CnnTools.Build.Tests;

/// <summary>Whatever builds a project, its gates are judged, and its model is trained once.</summary>
public sealed class EveryWayOfBuildingTests
{
    private const string Two = "<TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks>", One = "<TargetFrameworks>net10.0</TargetFrameworks>", Single = "<TargetFramework>net10.0</TargetFramework>";

    [Theory]
    [InlineData(
        Two, "build lib/lib.csproj", "build lib/lib.csproj -f net10.0", "build lib/lib.csproj -t:Compile -f net10.0", "build app/app.csproj", "build app/app.csproj -graph", "build all.slnx -m", "build some.slnf",
        "msbuild traversal.proj -m -v:m", "publish lib/lib.csproj -f net10.0", "publish app/app.csproj", "publish lib/lib.csproj -f net10.0 --no-build", "pack lib/lib.csproj", "pack lib/lib.csproj --no-build")]
    [InlineData(One, "build lib/lib.csproj", "build lib/lib.csproj -f net10.0", "build app/app.csproj")]
    [InlineData(Single, "build app/app.csproj", "build lib/lib.csproj -t:Compile", "publish lib/lib.csproj --no-build", "pack lib/lib.csproj --no-build", "test lib/lib.csproj --no-build")]
    public void No_way_passes_by_a_gate_that_fails(string frameworks, params string[] ways)
    {
        using var sandbox = new Sandbox();
        sandbox.WriteProject("lib/lib.csproj", Model, frameworks);
        sandbox.Write("lib/tiny.json", Sandbox.Tiny);
        sandbox.Write("app/app.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><ProjectReference Include="../lib/lib.csproj" /></ItemGroup>
            </Project>
            """);
        sandbox.Write("all.slnx", """<Solution><Project Path="app/app.csproj" /><Project Path="lib/lib.csproj" /></Solution>""");
        sandbox.Write("some.slnf", """{"solution": {"path": "all.slnx", "projects": ["lib/lib.csproj"]}}""");
        sandbox.Write("traversal.proj", """<Project><Target Name="Build"><MSBuild Projects="app/app.csproj;lib/lib.csproj" BuildInParallel="true" /></Target></Project>""");

        // As a warning the gate lets the first build make what the commands without a build need. Train, evaluate, gate: once, however many inner builds and
        // referencing projects there are.
        BuildResult first = sandbox.Build("all.slnx", "-p:CnnMinAccuracySeverity=Warning", "-v:d").Passes();
        Assert.Equal(["warning CNN2001"], first.Codes);
        Assert.Equal(3, first.WorkerStarts);
        foreach (string way in ways)
        {
            string[] words = way.Split(' ');
            BuildResult result = sandbox.Dotnet(words[0], [.. words[1..], .. words[0] == "msbuild" ? (string[])[] : ["--no-restore"], "-p:CnnMinAccuracySeverity=Error"]);
            Assert.True(result.Code != 0 && result.Codes.Contains("error CNN2001") && result.Codes.Contains("error CNN2000"), $"{way} ({frameworks}): exit code {result.Code}\n{result.Output}");
        }
    }

    [Fact]
    public void A_model_of_one_framework_only_is_an_error()
    {
        using var sandbox = new Sandbox();
        sandbox.WriteProject("a.csproj", Sandbox.Quick("digits", """MinAccuracy="0.1" Condition="'$(TargetFramework)' == 'net10.0'" """), Two);
        BuildResult result = sandbox.Build().FailsWith("CNN2026");
        Assert.Contains("CnnModel digits: declared for the target framework net10.0 only", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_build_and_without_a_model_there_is_no_verdict_and_the_command_fails()
    {
        using var sandbox = new Sandbox();
        sandbox.WriteProject("a.csproj", Model);
        sandbox.Build("-p:CnnToolsEnabled=false").Passes();
        BuildResult result = sandbox.Dotnet("publish", "--no-build", "-v:d");
        Assert.NotEqual(0, result.Code);
        Assert.Contains("error CNN2000", result.Codes);
        Assert.DoesNotContain("training on Shapes", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_builds_at_once_share_the_work()
    {
        using var sandbox = new Sandbox();
        sandbox.WriteProject("a.csproj", Sandbox.Quick("digits", """MinAccuracy="0.1" """));
        sandbox.Dotnet("restore").Passes();
        BuildResult[] results = await Task.WhenAll(((string[])["Debug", "Release"]).Select(configuration => Task.Run(() => sandbox.Build("--no-restore", "-v:d", "-c", configuration))));
        Assert.All(results, static result => result.Passes());
        Assert.Equal(3, results.Sum(static result => result.WorkerStarts));
        Assert.All(results, static result => Assert.Contains("digits: passed 1 gate.", result.Output, StringComparison.Ordinal));
    }

    private static string Model => Sandbox.Quick("digits", """MinAccuracy="0.99" """);
}
