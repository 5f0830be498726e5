using System.Security.Cryptography;
using System.Text;

namespace CnnTools.Core.Reports;

/// <summary>What every page carries with it: its style, its script, and Chart.js 4.6.1 (MIT; the file of the npm package, unchanged, its licence beside
/// it).</summary>
internal static class ReportAssets
{
    private static readonly Lazy<string> s_style = new(static () => Read("report.css")), s_script = new(static () => Read("report.js")), s_library = new(static () => WithoutSourceMap(Read("chart.umd.min.js"))), s_licence = new(static () => Read("chart.LICENSE.md"));

    /// <summary>The page's style.</summary>
    public static string Style => s_style.Value;

    /// <summary>The page's script.</summary>
    public static string Script => s_script.Value;

    /// <summary>Chart.js, with its notice of copyright. Without the line that sends a browser's developer tools for the source map: there is none beside the
    /// page.</summary>
    public static string Library => s_library.Value;

    /// <summary>The licence of Chart.js, which every copy of it must carry.</summary>
    public static string LibraryLicence => s_licence.Value;

    /// <summary>The source that a Content-Security-Policy allows a style or script by: what it is, not where it stands.</summary>
    /// <param name="text">The style or script as it stands in the page.</param>
    public static string HashSource(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    private static string WithoutSourceMap(string script)
    {
        int line = script.LastIndexOf("\n//# sourceMappingURL=", StringComparison.Ordinal);
        return line < 0 ? script : script[..(line + 1)];
    }

    private static string Read(string name)
    {
        using Stream stream = typeof(ReportAssets).Assembly.GetManifestResourceStream($"CnnTools.Core.Reports.Assets.{name}") ?? throw new InvalidOperationException($"The resource {name} is not in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        // A hash is over what the browser sees, and a browser sees line feeds.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
