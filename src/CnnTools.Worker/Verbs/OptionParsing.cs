using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace CnnTools.Worker.Verbs;

/// <summary>Options whose mistakes are explained in the engine's words.</summary>
internal static class OptionParsing
{
    /// <summary>An option that takes an enum's names, separated by commas where they combine. Numbers are refused: they would mean something else after the
    /// next release.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it is for.</param>
    public static Option<T?> ForEnum<T>(string name, string description) where T : struct, Enum
    {
        var option = new Option<T?>(name) { Description = Describe(typeof(T), description), HelpName = typeof(T).Name };
        option.CustomParser = result => (T?)ParseEnum(typeof(T), name, result);
        option.CompletionSources.Add(Enum.GetNames<T>());
        return option;
    }

    /// <summary>As <see cref="ForEnum{T}"/>, for an enum that is known at run time.</summary>
    public static Option<object?> ForEnum(Type type, string name, string description)
    {
        var option = new Option<object?>(name) { Description = Describe(type, description), HelpName = type.Name };
        option.CustomParser = result => ParseEnum(type, name, result);
        option.CompletionSources.Add(Enum.GetNames(type));
        return option;
    }

    /// <summary>An option that takes a number written with a decimal point, whatever the user's culture.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it is for.</param>
    public static Option<T?> ForNumber<T>(string name, string description) where T : struct, INumber<T>
    {
        string kind = T.IsInteger(T.One / (T.One + T.One)) ? "whole number" : "number";
        var option = new Option<T?>(name) { Description = description, HelpName = kind };
        option.CustomParser = result =>
        {
            string text = result.Tokens.Single().Value;
            if (T.TryParse(text, kind == "number" ? NumberStyles.Float : NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out T value)) return value;
            result.AddError($"{name}: expected a {kind}; found '{text}'.");
            return null;
        };
        return option;
    }

    /// <summary>An option that takes a fraction, <c>Test</c> or <c>None</c>.</summary>
    public static Option<CnnValidationSplit?> ForValidationSplit(string name, string description) => ForText<CnnValidationSplit?>(name, description, "fraction", static text => CnnValidationSplit.Parse(text));

    /// <summary>An option that takes one or two sizes in pixels.</summary>
    public static Option<CnnImageSize?> ForImageSize(string name, string description) => ForText<CnnImageSize?>(name, description, "size", static text => CnnImageSize.Parse(text));

    /// <summary>An option that takes <c>Balanced</c>, <c>None</c> or weights.</summary>
    public static Option<CnnClassWeight?> ForClassWeight(string name, string description) => ForText<CnnClassWeight?>(name, description, "weights", CnnClassWeight.Parse);

    private static Option<T> ForText<T>(string name, string description, string helpName, Func<string, T> parse)
    {
        var option = new Option<T>(name) { Description = description, HelpName = helpName };
        option.CustomParser = result =>
        {
            try
            {
                return parse(result.Tokens.Single().Value);
            }
            catch (CnnException exception)
            {
                result.AddError(exception.Message);
                return default;
            }
        };
        return option;
    }

    private static string Describe(Type type, string description) => $"{description} ({string.Join(", ", Enum.GetNames(type))})";

    private static object? ParseEnum(Type type, string name, ArgumentResult result)
    {
        string text = result.Tokens.Single().Value;
        if (!text.Any(char.IsAsciiDigit) || Enum.GetNames(type).Contains(text, StringComparer.OrdinalIgnoreCase))
            if (Enum.TryParse(type, text, ignoreCase: true, out object? value)) return value;
        result.AddError($"{name}: expected {string.Join(", ", Enum.GetNames(type))}; found '{text}'.");
        return null;
    }
}
