using System.CommandLine;
using CnnTools.Core.Planning;

namespace CnnTools.Worker.Verbs;

/// <summary>One option of a training as an option of the command line.</summary>
internal sealed class TrainingArgument
{
    private readonly TrainingOption _option;
    private readonly Func<ParseResult, object?> _read;

    /// <summary>Makes the option of its description.</summary>
    public TrainingArgument(TrainingOption option)
    {
        _option = option;
        (Option, _read) = Create(option);
        if (option.Alias is { } alias) Option.Aliases.Add(alias);
        Option.Required = option.IsRequired;
    }

    /// <summary>The command line's option.</summary>
    public Option Option { get; }

    /// <summary>Copies what was specified; anything else stays as it is.</summary>
    public void Read(ParseResult parsed, CnnTrainingOptions options)
    {
        if (parsed.GetResult(Option) is { Implicit: false }) _option.Give(options, _option.IsOnByDefault ? !(bool)_read(parsed)! : _read(parsed));
    }

    private static (Option, Func<ParseResult, object?>) Create(TrainingOption option)
    {
        (string name, string help) = (option.Argument, option.Help!);
        return option.Type switch
        {
            { IsEnum: true } type => With(OptionParsing.ForEnum(type, name, help)),
            var type when type == typeof(bool) => With(new Option<bool>(name) { Description = help }),
            var type when type == typeof(int) => With(OptionParsing.ForNumber<int>(name, help)),
            var type when type == typeof(long) => With(OptionParsing.ForNumber<long>(name, help)),
            var type when type == typeof(double) => With(OptionParsing.ForNumber<double>(name, help)),
            var type when type == typeof(string) => With(new Option<string?>(name) { Description = help }),
            var type when type == typeof(CnnValidationSplit) => With(OptionParsing.ForValidationSplit(name, help)),
            var type when type == typeof(CnnImageSize) => With(OptionParsing.ForImageSize(name, help)),
            var type when type == typeof(CnnClassWeight) => With(OptionParsing.ForClassWeight(name, help)),
            var type => throw new NotSupportedException($"{name}: the command line cannot read a {type}."),
        };
    }

    private static (Option, Func<ParseResult, object?>) With<T>(Option<T> option) => (option, parsed => parsed.GetValue(option));
}
