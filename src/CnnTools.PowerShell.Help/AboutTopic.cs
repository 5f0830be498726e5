using System.Text;
using static System.FormattableString;

namespace CnnTools.PowerShell.Help;

/// <summary>Turns a topic's Markdown into the text file that <c>Get-Help about_...</c> shows.</summary>
internal static class AboutTopic
{
    private const int Width = 76;

    /// <summary>The text.</summary>
    /// <param name="file">The Markdown file, for messages; its name without extension must be the topic's title.</param>
    /// <param name="markdown">A title, a paragraph that says in short what the topic is about, and sections with <c>##</c> and <c>###</c>.</param>
    /// <exception cref="HelpException">The title is another, or the short description is missing.</exception>
    public static string Write(string file, string markdown)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        string[] lines = [.. markdown.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())];
        if (lines[0] != $"# {name}") throw new HelpException(file, 1, $"expected the title '# {name}'; found '{lines[0]}'.");
        int body = Array.FindIndex(lines, line => line.StartsWith("## ", StringComparison.Ordinal));
        if (body < 0) throw new HelpException(file, 1, "expected sections '## ...'; found none.");
        IReadOnlyList<string> summary = MarkdownText.Paragraphs(lines[1..body]);
        if (summary.Count != 1) throw new HelpException(file, 1, $"expected one paragraph between the title and the first section; found {summary.Count}.");

        // PowerShell takes the fifth line as the topic's synopsis.
        var text = new StringBuilder().Append(Invariant($"TOPIC\n    {name}\n\nSHORT DESCRIPTION\n    {summary[0]}\n\nLONG DESCRIPTION\n"));
        var pending = new List<string>();
        bool inCode = false;
        foreach (string line in lines[body..])
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                inCode = !inCode;
                Flush(text, pending);
                if (!inCode) text.Append('\n');
            }
            else if (inCode)
            {
                text.Append(line.Length == 0 ? "\n" : "        " + line + "\n");
            }
            else if (line.StartsWith('#'))
            {
                Flush(text, pending);
                string title = MarkdownText.Plain(line.TrimStart('#').Trim());
                text.Append(line.StartsWith("### ", StringComparison.Ordinal) ? "    " + title + "\n\n" : "\n" + title.ToUpperInvariant() + "\n");
            }
            else if (line.StartsWith('|'))
            {
                Flush(text, pending);
                // A table of Markdown is readable as it stands; its ruled line is not needed twice.
                text.Append(Invariant($"    {MarkdownText.Plain(line)}\n"));
            }
            else
            {
                if (line.Length == 0 && text[^2] == '|') text.Append('\n');
                pending.Add(line);
            }
        }

        Flush(text, pending);
        return text.ToString().TrimEnd() + "\n";
    }

    private static void Flush(StringBuilder text, List<string> pending)
    {
        IReadOnlyList<string> paragraphs = MarkdownText.Paragraphs(pending);
        for (int i = 0; i < paragraphs.Count; i++)
        {
            foreach (string line in MarkdownText.Wrap(paragraphs[i], Width)) text.Append(Invariant($"    {line}\n"));
            bool listGoesOn = i + 1 < paragraphs.Count && MarkdownText.IsListItem(paragraphs[i]) && MarkdownText.IsListItem(paragraphs[i + 1]);
            if (!listGoesOn) text.Append('\n');
        }

        pending.Clear();
    }
}
