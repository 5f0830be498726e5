namespace CnnTools.Worker.Diagnostics;

/// <summary>Writes errors and warnings in the form that MSBuild and editors recognise: <c>CnnTools : error CNN1001: message</c>, one line each.</summary>
internal sealed class DiagnosticWriter(TextWriter output)
{
    /// <summary>Writes an error.</summary>
    public void Error(string code, string message) => Write("error", code, message);

    /// <summary>Writes a warning.</summary>
    public void Warning(string code, string message) => Write("warning", code, message);

    // A line break would end the diagnostic for whoever reads it.
    private void Write(string kind, string code, string message) =>
        output.WriteLine($"CnnTools : {kind} {code}: {string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))}");
}
