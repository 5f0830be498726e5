using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CnnTools.PowerShell.Commands;

namespace CnnTools.PowerShell.Tests;

/// <summary>The manifest and the views fit to the classes.</summary>
public sealed class ModuleFilesTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Module");
    private static readonly string Manifest = File.ReadAllText(Path.Combine(Folder, "CnnTools.psd1"));
    private static readonly XDocument Views = XDocument.Load(Path.Combine(Folder, "CnnTools.Format.ps1xml"));

    public static TheoryData<Type> OutputTypes => [.. CmdletMetadataTests.All.Select(cmdlet => cmdlet.CustomAttributes.Single(data => data.AttributeType == typeof(OutputTypeAttribute)))
        .SelectMany(data => (IEnumerable<CustomAttributeTypedArgument>)data.ConstructorArguments[0].Value!).Select(argument => (Type)argument.Value!).Where(type => type.Assembly == typeof(CnnEpochResult).Assembly).Distinct()];

    private static XElement View(Type type) => Views.Descendants("View").Single(view => view.Descendants("TypeName").Any(name => name.Value == type.FullName));

    [Fact]
    public void The_manifest_exports_exactly_the_cmdlets_there_are()
    {
        string list = Regex.Match(Manifest, @"CmdletsToExport\s*=\s*@\((?<list>[^)]*)\)").Groups["list"].Value;
        Assert.Equal(CmdletMetadataTests.All.Select(CmdletMetadataTests.NameOf).Order(), Regex.Matches(list, "'([^']+)'").Select(match => match.Groups[1].Value).Order());
    }

    [Theory]
    [InlineData("FunctionsToExport")]
    [InlineData("VariablesToExport")]
    public void The_manifest_exports_nothing_else(string key) => Assert.Matches($@"{key}\s*=\s*@\(\)", Manifest);

    [Fact]
    public void The_manifest_exports_the_former_name_of_New_CnnNetwork() => Assert.Matches(@"AliasesToExport\s*=\s*@\('New-CnnModel'\)", Manifest);

    [Fact]
    public void The_manifest_has_the_version_of_the_assemblies()
    {
        string version = Regex.Match(Manifest, @"ModuleVersion\s*=\s*'([^']+)'").Groups[1].Value;
        Assert.Equal(typeof(CnnCmdlet).Assembly.GetName().Version!.ToString(3), version);
    }

    [Theory]
    [MemberData(nameof(OutputTypes))]
    public void Every_emitted_type_has_a_view_that_fits_into_120_columns(Type type)
    {
        XElement[] columns = [.. View(type).Descendants("TableColumnHeader")];
        Assert.NotEmpty(columns);
        Assert.Equal(columns.Length, View(type).Descendants("TableColumnItem").Count());
        // A column without a width takes what is left; it must come last and find ten columns.
        Assert.All(columns[..^1], column => Assert.NotNull(column.Element("Width")));
        Assert.InRange(columns.Sum(column => (int?)column.Element("Width") ?? 10) + columns.Length - 1, 1, 120);
        Assert.All(columns, column => Assert.True(column.Element("Width") is not { } width || (int)width >= column.Element("Label")!.Value.Length, $"{column.Element("Label")!.Value} is cut"));
    }

    [Fact]
    public void Views_name_types_and_properties_that_exist()
    {
        foreach (XElement view in Views.Descendants("View"))
        {
            Type type = typeof(CnnEpochResult).Assembly.GetType(view.Descendants("TypeName").First().Value, throwOnError: true)!;
            IEnumerable<string> used = view.Descendants("PropertyName").Select(name => name.Value)
                .Concat(view.Descendants("ScriptBlock").SelectMany(block => Regex.Matches(block.Value, @"\$_\.(\w+)").Select(match => match.Groups[1].Value)));
            Assert.All(used, name => Assert.True(type.GetProperty(name) is not null, $"{type.Name}.{name}"));
        }
    }

    [Fact]
    public void Views_also_show_objects_that_came_from_another_process() =>
        Assert.All(Views.Descendants("ViewSelectedBy"), names => Assert.Contains(names.Elements("TypeName"), name => name.Value == "Deserialized." + names.Elements("TypeName").First().Value));
}
