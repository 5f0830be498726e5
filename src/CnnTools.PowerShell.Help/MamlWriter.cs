using System.Globalization;
using System.Xml.Linq;

namespace CnnTools.PowerShell.Help;

/// <summary>Writes help as <c>Get-Help</c> reads it: MAML, the format of PowerShell's own <c>*-Help.xml</c> files.</summary>
internal static class MamlWriter
{
    private static readonly XNamespace Root = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>The whole file.</summary>
    /// <param name="cmdlets">Each cmdlet with its page.</param>
    public static XDocument Write(IEnumerable<(CmdletFacts Facts, HelpPage Page)> cmdlets) => new(
        new XDeclaration("1.0", "utf-8", null),
        new XElement(Root + "helpItems", new XAttribute("schema", "maml"), cmdlets.Select(cmdlet => Cmdlet(cmdlet.Facts, cmdlet.Page))));

    private static XElement Cmdlet(CmdletFacts facts, HelpPage page) => new(Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Maml), new XAttribute(XNamespace.Xmlns + "command", Command), new XAttribute(XNamespace.Xmlns + "dev", Dev),
        new XElement(Command + "details",
            new XElement(Command + "name", facts.Name),
            new XElement(Command + "verb", facts.Verb),
            new XElement(Command + "noun", facts.Noun),
            new XElement(Maml + "description", Paragraphs([page.Synopsis]))),
        new XElement(Maml + "description", Paragraphs(page.Description)),
        new XElement(Command + "syntax", facts.Sets.Select(set => new XElement(Command + "syntaxItem",
            new XElement(Maml + "name", facts.Name),
            facts.InSet(set).Select(item => Parameter(page, item.Parameter, item.Use, inSyntax: true))))),
        new XElement(Command + "parameters", facts.Parameters.OrderBy(parameter => parameter.Name, StringComparer.Ordinal)
            .Select(parameter => Parameter(page, parameter, Widest(parameter), inSyntax: false))),
        new XElement(Command + "inputTypes", page.Inputs.Select(item => Typed(Command + "inputType", item))),
        new XElement(Command + "returnValues", page.Outputs.Select(item => Typed(Command + "returnValue", item))),
        new XElement(Maml + "alertSet", page.Notes.Count == 0 ? null : new XElement(Maml + "alert", Paragraphs(page.Notes))),
        new XElement(Command + "examples", page.Examples.Select((example, index) => new XElement(Command + "example",
            new XElement(Maml + "title", string.Create(CultureInfo.InvariantCulture, $"--- Example {index + 1}: {example.Title} ---")),
            new XElement(Dev + "code", example.Code),
            new XElement(Dev + "remarks", Paragraphs(example.Remarks))))),
        new XElement(Command + "relatedLinks", page.Links.Select(link => new XElement(Maml + "navigationLink", new XElement(Maml + "linkText", link), new XElement(Maml + "uri")))));

    private static XElement Parameter(HelpPage page, ParameterFacts parameter, ParameterUse use, bool inSyntax)
    {
        IReadOnlyList<string> text = parameter.Description is { } own ? [own] : page.Parameters.FirstOrDefault(item => item.Name.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase))?.Text ?? [];
        var element = new XElement(Command + "parameter",
            new XAttribute("required", Text(use.Mandatory)),
            new XAttribute("variableLength", Text(parameter.IsList)),
            new XAttribute("globbing", Text(parameter.Wildcards)),
            new XAttribute("pipelineInput", use.PipelineInput),
            new XAttribute("position", use.Position is { } position ? position.ToString(CultureInfo.InvariantCulture) : "named"),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Maml + "name", parameter.Name),
            new XElement(Maml + "description", Paragraphs(text)));
        if (inSyntax && parameter.Values.Count > 0)
            element.Add(new XElement(Command + "parameterValueGroup", parameter.Values.Select(value => new XElement(Command + "parameterValue", new XAttribute("required", "false"), new XAttribute("variableLength", "false"), value))));
        if (!inSyntax || !parameter.IsSwitch)
            element.Add(new XElement(Command + "parameterValue", new XAttribute("required", Text(!parameter.IsSwitch)), new XAttribute("variableLength", Text(parameter.IsList)), parameter.Type));
        element.Add(new XElement(Dev + "type", new XElement(Maml + "name", parameter.Type), new XElement(Maml + "uri")), new XElement(Dev + "defaultValue", parameter.Default));
        return element;
    }

    // Outside the syntax a parameter is told of once: as mandatory where it is so in every set it belongs to.
    private static ParameterUse Widest(ParameterFacts parameter)
    {
        ParameterUse[] uses = [.. parameter.InSets.Values];
        return new(uses.All(use => use.Mandatory), uses.Min(use => use.Position), uses.Any(use => use.ByValue), uses.Any(use => use.ByPropertyName));
    }

    private static XElement Typed(XName name, HelpItem item) =>
        new(name, new XElement(Dev + "type", new XElement(Maml + "name", item.Name)), new XElement(Maml + "description", Paragraphs(item.Text)));

    private static IEnumerable<XElement> Paragraphs(IEnumerable<string> texts) => texts.Select(text => new XElement(Maml + "para", text));

    private static string Text(bool value) => value ? "true" : "false";
}
