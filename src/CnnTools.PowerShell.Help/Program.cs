using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace CnnTools.PowerShell.Help;

/// <summary>
/// <c>write MARKDOWN ASSEMBLY OUTPUT</c> makes the files of <c>en-US</c>; <c>pack HELP MODULE GUID VERSION URI OUTPUT</c> makes what <c>Update-Help</c>
/// downloads.
/// Errors are printed in MSBuild's canonical form.
/// </summary>
internal static class Program
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private static int Main(string[] arguments)
    {
        try
        {
            switch (arguments)
            {
                case ["write", string markdown, string assembly, string output]:
                    Write(markdown, assembly, output);
                    return 0;
                case ["pack", string help, string module, string guid, string version, string uri, string output]:
                    UpdatableHelp.Write(help, module, guid, version, uri, output);
                    return 0;
                default:
                    Console.WriteLine("CnnTools.PowerShell.Help: error CNN0009: expected 'write MARKDOWN ASSEMBLY OUTPUT' or 'pack HELP MODULE GUID VERSION URI OUTPUT'.");
                    return 1;
            }
        }
        catch (HelpException error)
        {
            Console.WriteLine(error.Message);
            return 1;
        }
    }

    private static void Write(string markdown, string assemblyPath, string output)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(assemblyPath))!;
        AssemblyLoadContext.Default.Resolving += (context, name) => Path.Combine(folder, name.Name + ".dll") is var path && File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
        IReadOnlyList<CmdletFacts> cmdlets = CmdletFacts.Of(Assembly.LoadFrom(Path.GetFullPath(assemblyPath)));

        Dictionary<string, HelpPage> pages = Directory.GetFiles(markdown, "*-*.md").Select(file => HelpPageReader.Read(file, File.ReadAllText(file))).ToDictionary(page => page.Name);
        // A cmdlet whose page is still to be written has only its syntax; the tests ask for the page.
        XDocument help = MamlWriter.Write(cmdlets.Where(cmdlet => pages.ContainsKey(cmdlet.Name)).Select(cmdlet => (cmdlet, pages[cmdlet.Name])));

        Directory.CreateDirectory(output);
        var text = new StringBuilder();
        using (XmlWriter writer = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.None })) help.Save(writer);
        Replace(Path.Combine(output, Path.GetFileName(assemblyPath) + "-Help.xml"), "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + text.ToString().ReplaceLineEndings("\n") + "\n");
        foreach (string file in Directory.GetFiles(markdown, "about_*.md"))
            Replace(Path.Combine(output, Path.GetFileNameWithoutExtension(file) + ".help.txt"), AboutTopic.Write(file, File.ReadAllText(file)));
    }

    // Written only where something changed: what is copied from here then is not copied again.
    private static void Replace(string path, string text)
    {
        byte[] bytes = Utf8.GetBytes(text);
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes)) return;
        File.WriteAllBytes(path, bytes);
    }
}
