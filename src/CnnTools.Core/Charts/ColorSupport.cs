namespace CnnTools.Core.Charts;

/// <summary>How many colours a terminal shows, as far as the environment tells.</summary>
public static class ColorSupport
{
    /// <summary>Finds out.</summary>
    /// <param name="variable">Gives an environment variable; null or empty where it is not set.</param>
    /// <param name="plainText">Whether the user switched escape sequences off.</param>
    /// <param name="redirected">Whether the output goes to a file or a pipe.</param>
    /// <param name="windows">Whether this is Windows, whose consoles have true colour.</param>
    /// <returns>What to use, and why.</returns>
    public static (CnnColorDepth Depth, string Reason) Detect(Func<string, string?> variable, bool plainText, bool redirected, bool windows)
    {
        ArgumentNullException.ThrowIfNull(variable);
        string Value(string name) => variable(name) ?? "";
        // https://no-color.org: set to anything but the empty text.
        if (Value("NO_COLOR").Length > 0) return (CnnColorDepth.None, "NO_COLOR is set");
        if (plainText) return (CnnColorDepth.None, "$PSStyle.OutputRendering is PlainText");
        if (redirected) return (CnnColorDepth.None, "the output is redirected");
        if (Value("COLORTERM") is "truecolor" or "24bit") return (CnnColorDepth.TrueColor, $"COLORTERM is {Value("COLORTERM")}");
        if (Value("WT_SESSION").Length > 0 || windows) return (CnnColorDepth.TrueColor, "this is a Windows console");
        string term = Value("TERM");
        if (term is "" or "dumb") return (CnnColorDepth.None, $"TERM is '{term}'");
        if (term.EndsWith("-direct", StringComparison.Ordinal)) return (CnnColorDepth.TrueColor, $"TERM is {term}");
        return term.Contains("256color", StringComparison.Ordinal) ? (CnnColorDepth.Color256, $"TERM is {term} and COLORTERM does not say truecolor") : (CnnColorDepth.Color16, $"TERM is {term}");
    }
}
