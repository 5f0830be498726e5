using System;
using System.Text.RegularExpressions;

namespace CnnTools.Build;

/// <summary>A line in which the worker reports an error or a warning: <c>CnnTools : error CNN1001: text</c>.</summary>
internal sealed class WorkerDiagnostic
{
    private static readonly Regex s_form = new(@"^CnnTools : (error|warning) (CNN\d{4}): (.*)$", RegexOptions.CultureInvariant | RegexOptions.Singleline, TimeSpan.FromSeconds(1));

    private WorkerDiagnostic(bool isError, string code, string text) => (IsError, Code, Text) = (isError, code, text);

    /// <summary>Whether it is an error.</summary>
    public bool IsError { get; }

    /// <summary>Its code.</summary>
    public string Code { get; }

    /// <summary>What it says.</summary>
    public string Text { get; }

    /// <summary>Reads a line; null where it is no diagnostic.</summary>
    public static WorkerDiagnostic? TryParse(string line)
    {
        Match match = s_form.Match(line);
        return match.Success ? new WorkerDiagnostic(match.Groups[1].Value == "error", match.Groups[2].Value, match.Groups[3].Value) : null;
    }
}
