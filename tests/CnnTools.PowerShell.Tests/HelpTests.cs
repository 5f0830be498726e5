using System.IO.Compression;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CnnTools.PowerShell.Commands;
using CnnTools.PowerShell.Help;

namespace CnnTools.PowerShell.Tests;

/// <summary>The help's Markdown is whole and fits to the classes, and becomes what PowerShell reads. That PowerShell shows it, and that examples run, is in
/// tests/Pester.</summary>
public sealed class HelpTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Help");
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly IReadOnlyList<CmdletFacts> Facts = CmdletFacts.Of(typeof(CnnCmdlet).Assembly);

    public static TheoryData<string> Cmdlets => [.. Facts.Select(cmdlet => cmdlet.Name)];

    public static TheoryData<string> Topics => [.. Directory.GetFiles(Folder, "about_*.md").Select(file => Path.GetFileName(file))];

    private static HelpPage PageOf(string cmdlet)
    {
        string file = Path.Combine(Folder, cmdlet + ".md");
        Assert.True(File.Exists(file), $"expected src/CnnTools.PowerShell/Help/{cmdlet}.md; found none");
        return HelpPageReader.Read(file, File.ReadAllText(file));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Every_cmdlet_has_a_page_with_two_examples_and_every_parameter(string name)
    {
        CmdletFacts facts = Facts.Single(cmdlet => cmdlet.Name == name);
        HelpPage page = PageOf(name);
        Assert.True(page.Examples.Count >= 2, $"{name}: expected at least two examples; found {page.Examples.Count}");
        Assert.Equal(page.Examples.Count, page.Examples.Select(example => example.Title).Distinct().Count());
        Assert.All(page.Examples, example => Assert.Contains(name, example.Code, StringComparison.Ordinal));
        Assert.Equal(facts.Parameters.Where(parameter => parameter.Description is null).Select(parameter => parameter.Name).Order(), page.Parameters.Select(parameter => parameter.Name).Order());
        Assert.NotEmpty(page.Inputs);
        Assert.NotEmpty(page.Outputs);
        Assert.All(page.Links.Where(link => !link.StartsWith("about_", StringComparison.Ordinal)), link => Assert.Contains(Facts, cmdlet => cmdlet.Name == link));
        Assert.All(page.Links.Where(link => link.StartsWith("about_", StringComparison.Ordinal)), link => Assert.True(File.Exists(Path.Combine(Folder, link + ".md")), link));
    }

    [Fact]
    public void There_is_no_page_without_its_cmdlet() =>
        Assert.Empty(Directory.GetFiles(Folder, "*-*.md").Select(file => Path.GetFileNameWithoutExtension(file)).Except(Facts.Select(cmdlet => cmdlet.Name)));

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Outputs_are_those_that_the_class_names(string name)
    {
        Type type = CmdletMetadataTests.All.Single(cmdlet => CmdletMetadataTests.NameOf(cmdlet) == name);
        var types = (IEnumerable<CustomAttributeTypedArgument>)type.CustomAttributes.Single(data => data.AttributeType == typeof(System.Management.Automation.OutputTypeAttribute)).ConstructorArguments[0].Value!;
        Assert.Equal(types.Select(argument => ((Type)argument.Value!).FullName).Order(), PageOf(name).Outputs.Select(item => item.Name).Order());
    }

    [Fact]
    public void The_class_says_types_sets_positions_defaults_and_pipeline_input()
    {
        CmdletFacts prediction = Facts.Single(cmdlet => cmdlet.Name == "Get-CnnPrediction");
        Assert.Equal(new[] { "Path", "LiteralPath", "Dataset" }, prediction.Sets);
        ParameterFacts top = prediction.Parameters.Single(parameter => parameter.Name == "Top");
        Assert.Equal(("Int32", "1", false), (top.Type, top.Default, top.IsList));
        ParameterFacts path = prediction.Parameters.Single(parameter => parameter.Name == "Path");
        Assert.Equal((new ParameterUse(true, 1, true, true), true, true), (path.InSets["Path"], path.Wildcards, path.IsList));
        Assert.Equal("True (ByPropertyName, ByValue)", path.InSets["Path"].PipelineInput);
        Assert.DoesNotContain(prediction.InSet("Dataset"), item => item.Parameter.Name == "Path");
        Assert.Equal(new[] { "Model", "Path" }, prediction.InSet("Path").Select(item => item.Parameter.Name).Take(2));
        Assert.Equal(new[] { "Float32", "BFloat16", "Float16" }, prediction.Parameters.Single(parameter => parameter.Name == "Precision").Values.OrderByDescending(value => value == "Float32").ThenBy(value => value, StringComparer.Ordinal));
        Assert.DoesNotContain(prediction.Parameters, parameter => parameter.Name == "WhatIf");
        Assert.Contains(Facts.Single(cmdlet => cmdlet.Name == "Invoke-CnnTraining").Parameters, parameter => parameter.Name == "WhatIf");
    }

    [Fact]
    public void Maml_holds_a_syntax_a_set_and_what_the_page_says()
    {
        CmdletFacts facts = Facts.Single(cmdlet => cmdlet.Name == "Get-CnnDataset");
        HelpPage page = PageOf("Get-CnnDataset");
        XElement command = MamlWriter.Write([(facts, page)]).Root!.Element(Command + "command")!;
        Assert.Equal(page.Synopsis, command.Element(Command + "details")!.Element(Maml + "description")!.Value);
        Assert.Equal(facts.Sets.Count, command.Element(Command + "syntax")!.Elements().Count());
        Assert.Equal(page.Examples.Select(example => example.Code), command.Descendants(XNamespace.Get("http://schemas.microsoft.com/maml/dev/2004/10") + "code").Select(code => code.Value));
        XElement name = command.Element(Command + "parameters")!.Elements().Single(parameter => parameter.Element(Maml + "name")!.Value == "Name");
        Assert.Equal(("false", "true", "true", "0", "True (ByValue)"),
            ((string)name.Attribute("required")!, (string)name.Attribute("variableLength")!, (string)name.Attribute("globbing")!, (string)name.Attribute("position")!, (string)name.Attribute("pipelineInput")!));
        Assert.Equal(page.Parameters.Single(parameter => parameter.Name == "Name").Text, name.Element(Maml + "description")!.Elements().Select(paragraph => paragraph.Value));
    }

    private const string Good = "# Get-CnnThing\n\n## SYNOPSIS\n\nDoes.\n\n## DESCRIPTION\n\nIt `does`.\n\n## EXAMPLES\n\n### One\n\n```powershell\nGet-CnnThing\n```\n\nText.\n\n## PARAMETERS\n\n### -Name\n\nA name.\n";

    [Theory]
    [InlineData("# Get-CnnThing", "# Get-Other", 1, "expected the title '# Get-CnnThing'")]
    [InlineData("## SYNOPSIS", "## SUMMARY", 3, "expected one of '## SYNOPSIS'")]
    [InlineData("Does.\n", "\n", 1, "expected one paragraph under '## SYNOPSIS'")]
    [InlineData("## PARAMETERS", "## NOTES", 1, "expected a section '## PARAMETERS'")]
    [InlineData("```powershell", "```text", 13, "expected a block that begins with ```powershell")]
    [InlineData("```\n\nText.", "\n\nText.", 1, "not closed")]
    [InlineData("Text.", "", 13, "expected text")]
    [InlineData("### -Name", "### Name", 23, "expected a parameter as '### -Name'")]
    [InlineData("A name.", "", 23, "expected text")]
    public void A_page_that_lacks_something_is_an_error_at_its_line(string from, string to, int line, string message)
    {
        Assert.Equal("It does.", HelpPageReader.Read("/x/Get-CnnThing.md", Good).Description.Single());
        HelpException error = Assert.Throws<HelpException>(() => HelpPageReader.Read("/x/Get-CnnThing.md", Good.Replace(from, to, StringComparison.Ordinal)));
        Assert.StartsWith($"/x/Get-CnnThing.md({line}): error CNN0009: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void A_topic_becomes_text_of_eighty_columns_with_its_synopsis_on_the_fifth_line(string file)
    {
        string[] lines = AboutTopic.Write(file, File.ReadAllText(Path.Combine(Folder, file))).Split('\n');
        Assert.Equal("TOPIC", lines[0]);
        Assert.Equal("    " + Path.GetFileNameWithoutExtension(file), lines[1]);
        Assert.NotEmpty(lines[4].Trim());
        // Code and tables stand as they were written.
        Assert.All(lines.Where(line => !line.StartsWith("        ", StringComparison.Ordinal) && !line.StartsWith("    |", StringComparison.Ordinal) && line != lines[4]), line => Assert.InRange(line.Length, 0, 80));
        Assert.DoesNotContain(lines, line => line.Contains("```", StringComparison.Ordinal));
        Assert.All(Regex.Matches(string.Join('\n', lines), @"\b[A-Z][a-z]+-Cnn[A-Z]\w+").Select(match => match.Value).Distinct(), name => Assert.Contains(Facts, cmdlet => cmdlet.Name == name));
    }

    [Fact]
    public void Updatable_help_is_described_and_packed_as_zip_and_as_cabinet()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string help = Directory.CreateDirectory(Path.Combine(folder, "en-US")).FullName;
            string big = string.Concat(Enumerable.Range(0, 20000).Select(number => $"{number}\n"));
            File.WriteAllText(Path.Combine(help, "a.help.txt"), "first");
            File.WriteAllText(Path.Combine(help, "b-Help.xml"), big);
            UpdatableHelp.Write(help, "Thing", "0e2b2d5e-1f5c-4d8e-8b1a-3a3f0c1d2e3f", "1.2.3", "https://example.org/help/", Path.Combine(folder, "out"));

            string start = Path.Combine(folder, "out", "Thing_0e2b2d5e-1f5c-4d8e-8b1a-3a3f0c1d2e3f_");
            XElement info = XDocument.Load(start + "HelpInfo.xml").Root!;
            Assert.Equal("https://example.org/help/", info.Elements().First().Value);
            Assert.Equal(new[] { "en-US", "1.2.3.0" }, info.Descendants().Where(element => !element.HasElements).Skip(1).Select(element => element.Value));
            using (ZipArchive zip = ZipFile.OpenRead(start + "en-US_HelpContent.zip"))
            {
                Assert.Equal(new[] { "a.help.txt", "b-Help.xml" }, zip.Entries.Select(entry => entry.FullName));
                using var reader = new StreamReader(zip.Entries[1].Open());
                Assert.Equal(big, reader.ReadToEnd());
            }

            Assert.Equal(new[] { ("a.help.txt", "first"), ("b-Help.xml", big) }, ReadCabinet(File.ReadAllBytes(start + "en-US_HelpContent.cab")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Reads what [MS-CAB] 2 says: header, one folder, files, blocks of data.
    private static List<(string Name, string Text)> ReadCabinet(byte[] cabinet)
    {
        using var reader = new BinaryReader(new MemoryStream(cabinet));
        Assert.Equal("MSCF", Encoding.ASCII.GetString(reader.ReadBytes(4)));
        reader.ReadUInt32();
        Assert.Equal((uint)cabinet.Length, reader.ReadUInt32());
        reader.ReadUInt32();
        uint filesAt = reader.ReadUInt32();
        reader.ReadBytes(6);
        Assert.Equal(1, reader.ReadUInt16());
        int files = reader.ReadUInt16();
        reader.ReadBytes(6);
        uint dataAt = reader.ReadUInt32();
        int blocks = reader.ReadUInt16();
        Assert.Equal(0, reader.ReadUInt16());

        reader.BaseStream.Position = dataAt;
        var data = new MemoryStream();
        for (int i = 0; i < blocks; i++)
        {
            reader.ReadUInt32();
            int length = reader.ReadUInt16();
            Assert.InRange(length, 1, 32768);
            Assert.Equal(length, reader.ReadUInt16());
            data.Write(reader.ReadBytes(length));
        }

        reader.BaseStream.Position = filesAt;
        var result = new List<(string, string)>();
        for (int i = 0; i < files; i++)
        {
            int size = reader.ReadInt32(), offset = reader.ReadInt32();
            reader.ReadBytes(8);
            var name = new List<byte>();
            for (byte letter = reader.ReadByte(); letter != 0; letter = reader.ReadByte()) name.Add(letter);
            result.Add((Encoding.UTF8.GetString([.. name]), Encoding.UTF8.GetString(data.ToArray(), offset, size)));
        }

        return result;
    }
}
