using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using CnnTools.Worker.Diagnostics;

namespace CnnTools.Worker.Tests;

public sealed class DiagnosticTests
{
    [Fact]
    public void An_error_is_one_line_that_build_tools_recognise()
    {
        var output = new StringWriter();
        new DiagnosticWriter(output).Error("CNN1001", "one\r\ntwo\n  three");
        Assert.Equal("CnnTools : error CNN1001: one two three", output.ToString().TrimEnd());
    }

    [Fact]
    public void Codes_are_unique_and_well_formed()
    {
        Assert.Equal(DiagnosticCode.KnownCodes.Count, DiagnosticCode.KnownCodes.Distinct().Count());
        Assert.All(DiagnosticCode.KnownCodes, code => Assert.Matches(@"^CNN[0-3]\d{3}$", code));
    }

    [Fact]
    public void An_error_without_a_code_of_its_own_gets_the_code_of_its_kind() =>
        Assert.All(Enum.GetValues<CnnErrorCategory>(), category => Assert.Matches(@"^CNN[0-3]9\d\d$", DiagnosticCode.Of(new CnnException("NoSuchId", category, "m"))));

    [Fact]
    public void Every_error_of_the_engine_has_a_code_of_its_own()
    {
        string engine = Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "src", "CnnTools.Engine");
        string abstractions = Path.Combine(engine, "..", "CnnTools.Abstractions"), core = Path.Combine(engine, "..", "CnnTools.Core");
        string[] ids = [.. new[] { engine, core, abstractions }.SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => Regex.Matches(File.ReadAllText(file), @"new(?: CnnException)?\(\s*""(?<id>[A-Z]\w+)"",\s*CnnErrorCategory|const string \w*Id = ""(?<id>\w+)""|(?:Invalid|Bad)\(""(?<id>[A-Z]\w+)"",").Select(match => match.Groups["id"].Value))
            .Distinct().Order()];
        Assert.Contains("ValidationSplitInvalid", ids);
        Assert.Empty(ids.Except(DiagnosticCode.KnownIds));
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
