using System.Text;

namespace CnnTools.Core.Gates.Exporters;

/// <summary>
/// Verdicts as lines that a build can repeat without reading JSON: <c>error</c>, <c>warning</c> or <c>passed</c>, code, gate and sentence, with tabs between
/// them.
/// </summary>
internal static class VerdictFile
{
    public static void Write(Stream output, GateReport report)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine("cnntools-verdict/1");
        foreach (CnnGateResult result in report.Results)
            WriteLine(writer, result.Outcome == CnnGateOutcome.Passed ? "passed" : result.Fails ? "error" : "warning", result.Code, result.Gate.ToString(), result.Reason);
        foreach (GateNote note in report.Notes) WriteLine(writer, "warning", note.Code, "", note.Text);
    }

    private static void WriteLine(StreamWriter writer, params string[] parts) =>
        writer.WriteLine(string.Join('\t', parts.Select(static part => part.ReplaceLineEndings(" ").Replace('\t', ' '))));
}
