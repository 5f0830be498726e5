using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;

namespace CnnTools.PowerShell.Help;

/// <summary>What a cmdlet's class says about it.</summary>
internal sealed record CmdletFacts
{
    private const string AllSets = "__AllParameterSets";

    /// <summary>The verb.</summary>
    public required string Verb { get; init; }

    /// <summary>The noun.</summary>
    public required string Noun { get; init; }

    /// <summary>Its own parameters, and those for WhatIf and Confirm where it has them; in the order a reader looks for them.</summary>
    public required IReadOnlyList<ParameterFacts> Parameters { get; init; }

    /// <summary>Names of the parameter sets, the default one first.</summary>
    public required IReadOnlyList<string> Sets { get; init; }

    /// <summary>The cmdlet's name.</summary>
    public string Name => $"{Verb}-{Noun}";

    /// <summary>The cmdlets of an assembly, in the order of their names.</summary>
    /// <param name="assembly">The assembly.</param>
    public static IReadOnlyList<CmdletFacts> Of(Assembly assembly) =>
        [.. assembly.GetTypes().Where(type => !type.IsAbstract && Attributes.Of<CmdletAttribute>(type).Any()).Select(Of).OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal)];

    private static CmdletFacts Of(Type type)
    {
        CustomAttributeData attribute = Attributes.Of<CmdletAttribute>(type).Single();
        // The classes that a cmdlet inherits from declare the parameters that it shares with others; its own come first.
        PropertyInfo[] properties = [.. type.GetProperties().Where(property => Attributes.Of<ParameterAttribute>(property).Any()).OrderByDescending(property => Depth(property.DeclaringType!))];
        object instance = Activator.CreateInstance(type)!;
        List<ParameterFacts> parameters = [.. properties.Select(property => ParameterFacts.Of(property, property.GetValue(instance)))];
        if (Attributes.Value(attribute, nameof(CmdletAttribute.SupportsShouldProcess), false)) parameters.AddRange(ParameterFacts.ShouldProcess);
        string[] named = [.. parameters.SelectMany(parameter => parameter.InSets.Keys).Where(set => set != AllSets).Distinct()];
        string first = Attributes.Value(attribute, nameof(CmdletAttribute.DefaultParameterSetName), AllSets);
        return new CmdletFacts
        {
            Verb = (string)attribute.ConstructorArguments[0].Value!,
            Noun = (string)attribute.ConstructorArguments[1].Value!,
            Parameters = parameters,
            Sets = named.Length == 0 ? [AllSets] : [.. named.OrderByDescending(set => set == first)],
        };
    }

    private static int Depth(Type type) => type.BaseType is { } parent ? Depth(parent) + 1 : 0;

    /// <summary>The parameters of one set as PowerShell writes them: by position, then those that must be given, then the rest.</summary>
    /// <param name="set">The set's name.</param>
    public IEnumerable<(ParameterFacts Parameter, ParameterUse Use)> InSet(string set) => Parameters
        .Where(parameter => parameter.InSets.ContainsKey(set) || parameter.InSets.ContainsKey(AllSets))
        .Select(parameter => (parameter, parameter.InSets.TryGetValue(set, out ParameterUse? use) ? use : parameter.InSets[AllSets]))
        .OrderBy(item => item.Item2.Position ?? int.MaxValue)
        .ThenByDescending(item => item.Item2.Mandatory);
}

/// <summary>What a class says about one parameter.</summary>
internal sealed record ParameterFacts
{
    /// <summary>The parameter's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its type, as PowerShell writes it: <c>String[]</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Whether it is a switch.</summary>
    public required bool IsSwitch { get; init; }

    /// <summary>Whether it takes several values.</summary>
    public required bool IsList { get; init; }

    /// <summary>Whether it takes wildcards.</summary>
    public required bool Wildcards { get; init; }

    /// <summary>Other names.</summary>
    public required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>The values there are, where they are named; else empty.</summary>
    public required IReadOnlyList<string> Values { get; init; }

    /// <summary>The value where it is not given; <c>None</c> where nothing is.</summary>
    public required string Default { get; init; }

    /// <summary>How it is used in each set.</summary>
    public required IReadOnlyDictionary<string, ParameterUse> InSets { get; init; }

    /// <summary>What is said about parameters that PowerShell itself adds; null for the cmdlet's own.</summary>
    public string? Description { get; init; }

    /// <summary>The parameters that PowerShell gives to cmdlets which change something.</summary>
    public static IReadOnlyList<ParameterFacts> ShouldProcess { get; } =
    [
        Added("WhatIf", "wi", "Shows what would be done, and does nothing."),
        Added("Confirm", "cf", "Asks before anything is done."),
    ];

    /// <summary>Reads a property.</summary>
    /// <param name="property">The property.</param>
    /// <param name="value">Its value in a new cmdlet.</param>
    public static ParameterFacts Of(PropertyInfo property, object? value)
    {
        Type type = property.PropertyType;
        Type element = type.IsArray ? type.GetElementType()! : type;
        return new ParameterFacts
        {
            Name = property.Name,
            Type = NameOf(type),
            IsSwitch = type == typeof(SwitchParameter),
            IsList = type.IsArray,
            Wildcards = Attributes.Of<SupportsWildcardsAttribute>(property).Any(),
            Aliases = [.. Attributes.Of<AliasAttribute>(property).SelectMany(alias => (IEnumerable<CustomAttributeTypedArgument>)alias.ConstructorArguments[0].Value!).Select(alias => (string)alias.Value!)],
            Values = (Nullable.GetUnderlyingType(element) ?? element) is { IsEnum: true } named ? Enum.GetNames(named) : [],
            Default = DefaultOf(type, value),
            InSets = Attributes.Of<ParameterAttribute>(property).ToDictionary(attribute => Attributes.Value(attribute, nameof(ParameterAttribute.ParameterSetName), "__AllParameterSets"), ParameterUse.Of),
        };
    }

    private static ParameterFacts Added(string name, string alias, string description) => new()
    {
        Name = name,
        Type = "SwitchParameter",
        IsSwitch = true,
        IsList = false,
        Wildcards = false,
        Aliases = [alias],
        Values = [],
        Default = "False",
        InSets = new Dictionary<string, ParameterUse> { ["__AllParameterSets"] = new(false, null, false, false) },
        Description = description,
    };

    private static string NameOf(Type type) =>
        type.IsArray ? NameOf(type.GetElementType()!) + "[]" : Nullable.GetUnderlyingType(type) is { } inner ? NameOf(inner) : type.Name;

    // A value type's zero says "not given" here: what then holds stands in the description.
    private static string DefaultOf(Type type, object? value)
    {
        if (type == typeof(SwitchParameter)) return "False";
        if (value is null or "" || (type.IsValueType && value.Equals(Activator.CreateInstance(type)))) return "None";
        if (value is string text) return text;
        if (value is IEnumerable list) return list.Cast<object>().ToArray() is { Length: > 0 } items ? string.Join(", ", items) : "None";
        return Convert.ToString(value, CultureInfo.InvariantCulture) ?? "None";
    }
}

/// <summary>How a parameter is used in a parameter set.</summary>
/// <param name="Mandatory">Whether it must be given.</param>
/// <param name="Position">Its position, from 0; null where it goes by name only.</param>
/// <param name="ByValue">Whether objects of the pipeline are bound to it.</param>
/// <param name="ByPropertyName">Whether properties of objects of the pipeline are bound to it.</param>
internal sealed record ParameterUse(bool Mandatory, int? Position, bool ByValue, bool ByPropertyName)
{
    /// <summary>Reads an attribute.</summary>
    public static ParameterUse Of(CustomAttributeData attribute) => new(
        Attributes.Value(attribute, nameof(ParameterAttribute.Mandatory), false),
        Attributes.Value(attribute, nameof(ParameterAttribute.Position), -1) is >= 0 and var position ? position : null,
        Attributes.Value(attribute, nameof(ParameterAttribute.ValueFromPipeline), false),
        Attributes.Value(attribute, nameof(ParameterAttribute.ValueFromPipelineByPropertyName), false));

    /// <summary>Pipeline input in MAML's words.</summary>
    public string PipelineInput => (ByValue, ByPropertyName) switch
    {
        (true, true) => "True (ByPropertyName, ByValue)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };
}

/// <summary>Reads attributes as they stand in the assembly: in PowerShell's reference assembly, which this program runs on, attributes keep nothing of what
/// they are told.</summary>
internal static class Attributes
{
    /// <summary>The attributes of a kind on a class or a property.</summary>
    public static IEnumerable<CustomAttributeData> Of<T>(MemberInfo member) where T : Attribute => member.CustomAttributes.Where(data => data.AttributeType == typeof(T));

    /// <summary>The value of a named argument.</summary>
    public static T Value<T>(CustomAttributeData attribute, string name, T otherwise) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.MemberName == name) is { MemberInfo: not null } found ? (T)found.TypedValue.Value! : otherwise;
}
