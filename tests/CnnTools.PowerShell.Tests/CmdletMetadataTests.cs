using System.Management.Automation;
using System.Reflection;
using CnnTools.Core.Planning;
using CnnTools.PowerShell.Commands;

namespace CnnTools.PowerShell.Tests;

/// <summary>The rules of PowerShell's cmdlet guidelines that can be read off the classes.</summary>
public sealed class CmdletMetadataTests
{
    private static readonly string[] ApprovedVerbs =
        [.. new[] { typeof(VerbsCommon), typeof(VerbsData), typeof(VerbsDiagnostic), typeof(VerbsLifecycle), typeof(VerbsOther) }.SelectMany(verbs => verbs.GetFields()).Select(field => (string)field.GetRawConstantValue()!)];

    internal static readonly Type[] All = [.. typeof(CnnCmdlet).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(CnnCmdlet)) && !type.IsAbstract)];

    public static TheoryData<Type> Cmdlets => [.. All];

    private static CustomAttributeData Attribute<T>(MemberInfo member) => member.CustomAttributes.Single(data => data.AttributeType == typeof(T));

    private static IEnumerable<PropertyInfo> Parameters(Type cmdlet) => cmdlet.GetProperties().Where(property => property.CustomAttributes.Any(data => data.AttributeType == typeof(ParameterAttribute)));

    internal static string NameOf(Type cmdlet)
    {
        CustomAttributeData data = Attribute<CmdletAttribute>(cmdlet);
        return $"{data.ConstructorArguments[0].Value}-{data.ConstructorArguments[1].Value}";
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Is_named_by_an_approved_verb_and_its_class_by_both(Type cmdlet)
    {
        string[] name = NameOf(cmdlet).Split('-');
        Assert.Contains(name[0], ApprovedVerbs);
        Assert.StartsWith("Cnn", name[1], StringComparison.Ordinal);
        Assert.Equal($"{name[0]}{name[1]}Command", cmdlet.Name);
        Assert.True(cmdlet is { IsSealed: true, IsPublic: true, Namespace: "CnnTools.PowerShell.Commands" });
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Says_what_it_emits_in_types_that_users_can_name(Type cmdlet)
    {
        var types = (IReadOnlyCollection<CustomAttributeTypedArgument>)Attribute<OutputTypeAttribute>(cmdlet).ConstructorArguments[0].Value!;
        Assert.NotEmpty(types);
        Assert.All(types, type => Assert.Contains(((Type)type.Value!).Assembly, (Assembly[])[typeof(CnnEpochResult).Assembly, typeof(object).Assembly]));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Takes_parameters_of_types_that_users_can_name_and_no_boolean(Type cmdlet)
    {
        foreach (PropertyInfo parameter in Parameters(cmdlet))
        {
            Type type = parameter.PropertyType.IsArray ? parameter.PropertyType.GetElementType()! : parameter.PropertyType;
            Assert.True(type.Assembly == typeof(CnnEpochResult).Assembly || type.Assembly == typeof(object).Assembly || type == typeof(Uri) || type == typeof(SwitchParameter), $"{parameter.Name}: {type}");
            Assert.False(type == typeof(bool), $"{parameter.Name}: a switch, not a Boolean");
            Assert.False(parameter.Name.EndsWith('s') && !(parameter.Name.EndsWith("Class", StringComparison.Ordinal) || parameter.Name is "Filters" or "Units" or "Groups" or "NoBias"), $"{parameter.Name}: names are singular (Filters, Units and Groups are Keras' words; bias is singular)");
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void One_parameter_name_means_one_type_everywhere(Type cmdlet)
    {
        ILookup<string, Type> all = All.SelectMany(Parameters).ToLookup(parameter => parameter.Name, parameter => parameter.PropertyType);
        foreach (PropertyInfo parameter in Parameters(cmdlet)) Assert.Single(all[parameter.Name].Select(type => type.IsArray ? type.GetElementType() : type).Distinct());
    }

    [Theory]
    [InlineData("Invoke-CnnTraining")]
    [InlineData("Save-CnnDataset")]
    [InlineData("Export-CnnChart")]
    [InlineData("Export-CnnImage")]
    [InlineData("Export-CnnModel")]
    [InlineData("Export-CnnReport")]
    [InlineData("Import-CnnModel")]
    [InlineData("Install-CnnRuntime")]
    [InlineData("Get-CnnGateResult")]
    [InlineData("New-CnnBaseline")]
    public void What_writes_files_can_be_asked_what_if(string name)
    {
        CustomAttributeData data = Attribute<CmdletAttribute>(All.Single(cmdlet => NameOf(cmdlet) == name));
        Assert.Contains(data.NamedArguments, argument => argument.MemberName == "SupportsShouldProcess" && (bool)argument.TypedValue.Value!);
    }

    [Theory]
    [InlineData(typeof(MeasureCnnModelCommand))]
    [InlineData(typeof(GetCnnPredictionCommand))]
    [InlineData(typeof(ExportCnnReportCommand))]
    public void What_runs_models_has_a_parameter_for_every_option(Type cmdlet) =>
        Assert.Subset(Parameters(cmdlet).Select(parameter => parameter.Name).ToHashSet(), typeof(CnnInferenceOptions).GetProperties().Select(property => property.Name).ToHashSet());

    [Theory]
    [InlineData(typeof(TestCnnModelCommand))]
    [InlineData(typeof(GetCnnGateResultCommand))]
    public void Gates_have_a_parameter_each_that_also_answers_to_the_name_it_has_in_a_build(Type cmdlet)
    {
        HashSet<string> names = [.. Parameters(cmdlet).SelectMany(static parameter => parameter.CustomAttributes.Where(data => data.AttributeType == typeof(AliasAttribute))
            .SelectMany(static data => (IEnumerable<CustomAttributeTypedArgument>)data.ConstructorArguments[0].Value!).Select(static argument => (string)argument.Value!).Prepend(parameter.Name))];
        // What single gates do is said by WarningGate; a gate that is off is one that is not given.
        Assert.Subset(names, typeof(CnnGateOptions).GetProperties().Select(static property => property.Name).Except(["Severity", "Severities"]).ToHashSet());
    }

    [Fact]
    public void Importing_has_a_parameter_for_every_option() =>
        // A network as an object comes through Architecture.
        Assert.Equal(typeof(CnnImportOptions).GetProperties().Select(property => property.Name).Where(name => name != "Network").Order(), Parameters(typeof(ImportCnnModelCommand)).Select(parameter => parameter.Name).Order());

    [Fact]
    public void Training_has_a_parameter_for_every_option_of_its_type()
    {
        // PassThru is about what is emitted.
        Dictionary<string, Type> parameters = Parameters(typeof(InvokeCnnTrainingCommand)).Where(static parameter => parameter.Name != "PassThru")
            .ToDictionary(static parameter => parameter.Name, static parameter => Nullable.GetUnderlyingType(parameter.PropertyType) ?? parameter.PropertyType);
        Assert.Equal(TrainingOptions.All.Select(static option => option.ParameterName).Order(StringComparer.Ordinal),
            parameters.Keys.Order(StringComparer.Ordinal));
        // An architecture comes in four forms.
        foreach (TrainingOption option in TrainingOptions.All.Where(static option => option.Name != "Architecture"))
            Assert.Equal((option.Name, option.Type == typeof(bool) ? typeof(SwitchParameter) : option.Type), (option.Name, parameters[option.ParameterName]));
    }
}
