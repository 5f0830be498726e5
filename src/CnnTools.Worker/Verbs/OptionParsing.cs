using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace CnnTools.Worker.Verbs;

/// <summary>Options whose mistakes are explained in the engine's words.</summary>
internal static class OptionParsing
{
    /// <summary>An option that takes an enum's names, separated by commas where they combine. Numbers are refused: they would mean something else after the next release.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it is for.</param>
    public static Option<T?> ForEnum<T>(string name, string description) where T : struct, Enum
    {
        var option = new Option<T?>(name) { Description = $"{description} ({string.Join(", ", Enum.GetNames<T>())})", HelpName = typeof(T).Name };
        option.CustomParser = result =>
        {
            string text = result.Tokens.Single().Value;
            if (!text.Any(char.IsAsciiDigit) || Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase))
                if (Enum.TryParse(text, ignoreCase: true, out T value)) return value;
            result.AddError($"{name}: expected {string.Join(", ", Enum.GetNames<T>())}; found '{text}'.");
            return null;
        };
        option.CompletionSources.Add(Enum.GetNames<T>());
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
}
