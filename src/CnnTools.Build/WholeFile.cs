using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text;

namespace CnnTools.Build;

/// <summary>Small text files that are either the former one or the whole new one.</summary>
internal static class WholeFile
{
    /// <summary>Writes lines in UTF-8 without a byte order mark.</summary>
    public static void Write(string path, IEnumerable<string> lines)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string temporary = $"{path}.{Process.GetCurrentProcess().Id}.tmp";
        File.WriteAllText(temporary, string.Join("\n", lines) + "\n", new UTF8Encoding(false));
        if (File.Exists(path)) File.Replace(temporary, path, null);
        else File.Move(temporary, path);
    }
}
