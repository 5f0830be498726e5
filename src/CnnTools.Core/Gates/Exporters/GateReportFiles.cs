using System.Text;
using CnnTools.Core.Files;

namespace CnnTools.Core.Gates.Exporters;

/// <summary>Writes a report in every form that somebody reads, side by side: JSON, JUnit XML, SARIF, Markdown, and the lines that a build repeats.</summary>
public static class GateReportFiles
{
    /// <summary>Writes the files, each whole or not at all; the one that a build repeats comes last, so that it vouches for the others.</summary>
    /// <param name="prefix">Path of the files without their endings (<c>.gate.json</c>, <c>.gate.junit.xml</c>, <c>.gate.sarif</c>, <c>.gate.md</c>,
    /// <c>.gate.verdict</c>).</param>
    /// <param name="report">The verdicts.</param>
    /// <param name="location">The file that the verdicts are about, for SARIF.</param>
    /// <param name="page">Where the model's report as a page will lie, seen from the Markdown file; null where there is none.</param>
    /// <returns>Full paths of the files.</returns>
    public static IReadOnlyList<string> Write(string prefix, GateReport report, string location, string? page = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        string full = Path.GetFullPath(prefix);
        var written = new List<string>();
        Add(".gate.json", stream => GateJsonWriter.Write(stream, report));
        Add(".gate.junit.xml", stream => JUnitWriter.Write(stream, report));
        Add(".gate.sarif", stream => SarifWriter.Write(stream, report, location));
        Add(".gate.md", stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
            MarkdownWriter.Write(writer, report, page);
        });
        Add(".gate.verdict", stream => VerdictFile.Write(stream, report));
        return written;

        void Add(string ending, Action<Stream> write)
        {
            AtomicFile.Write(full + ending, write);
            written.Add(full + ending);
        }
    }
}
