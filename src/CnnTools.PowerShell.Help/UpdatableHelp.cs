using System.IO.Compression;
using System.Xml.Linq;

namespace CnnTools.PowerShell.Help;

/// <summary>Makes the files that <c>Update-Help</c> and <c>Save-Help</c> read from the module's <c>HelpInfoURI</c>, or from a folder named by
/// <c>-SourcePath</c>.</summary>
/// <remarks>Source: PowerShell's documentation, "How to Create the HelpInfo XML File" and "How to Create and Upload CAB Files".</remarks>
internal static class UpdatableHelp
{
    private const string Culture = "en-US";
    private static readonly XNamespace HelpInfo = "http://schemas.microsoft.com/powershell/help/2010/05";

    // A fixed time, so that the same help gives the same bytes.
    private static readonly DateTime Time = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Writes the description, the zip file and the cabinet.</summary>
    /// <param name="help">The folder <c>en-US</c>.</param>
    /// <param name="module">The module's name.</param>
    /// <param name="guid">The module's GUID.</param>
    /// <param name="version">The help's version.</param>
    /// <param name="uri">Where the files will be served; ends with a slash.</param>
    /// <param name="output">The folder to write to.</param>
    public static void Write(string help, string module, string guid, string version, string uri, string output)
    {
        (string Name, byte[] Content)[] files = [.. Directory.GetFiles(help).Order(StringComparer.Ordinal).Select(file => (Path.GetFileName(file), File.ReadAllBytes(file)))];
        string start = Path.Combine(Directory.CreateDirectory(output).FullName, $"{module}_{guid}_");

        new XDocument(new XDeclaration("1.0", "utf-8", null), new XElement(HelpInfo + "HelpInfo",
            new XElement(HelpInfo + "HelpContentURI", uri),
            new XElement(HelpInfo + "SupportedUICultures", new XElement(HelpInfo + "UICulture",
                new XElement(HelpInfo + "UICultureName", Culture),
                new XElement(HelpInfo + "UICultureVersion", version.Count(static letter => letter == '.') == 2 ? version + ".0" : version))))).Save(start + "HelpInfo.xml");

        File.WriteAllBytes($"{start}{Culture}_HelpContent.cab", Cabinet.Write(files, Time));
        using var stream = new FileStream($"{start}{Culture}_HelpContent.zip", FileMode.Create);
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create);
        foreach ((string name, byte[] content) in files)
        {
            ZipArchiveEntry entry = zip.CreateEntry(name);
            entry.LastWriteTime = Time;
            using Stream target = entry.Open();
            target.Write(content);
        }
    }
}
