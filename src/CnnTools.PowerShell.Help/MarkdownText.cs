using System.Text.RegularExpressions;

namespace CnnTools.PowerShell.Help;

/// <summary>The little Markdown that help is written in, as plain text: a console shows no styles.</summary>
internal static partial class MarkdownText
{
    /// <summary>Paragraphs of lines: joined where they run on, apart at empty lines and at items of a list; code and tables line by line.</summary>
    /// <param name="lines">The lines.</param>
    public static IReadOnlyList<string> Paragraphs(IReadOnlyList<string> lines)
    {
        var paragraphs = new List<string>();
        var current = new List<string>();
        bool inCode = false;

        void End()
        {
            if (current.Count > 0) paragraphs.Add(inCode ? string.Join('\n', current) : Plain(string.Join(' ', current)));
            current.Clear();
        }

        foreach (string line in lines)
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                End();
                inCode = !inCode;
            }
            else if (inCode)
            {
                current.Add("    " + line);
            }
            else if (line.Length == 0)
            {
                End();
            }
            else
            {
                if (ListItem().IsMatch(line)) End();
                current.Add(line.Trim());
            }
        }

        End();
        return paragraphs;
    }

    /// <summary>Text without the signs for code, emphasis and links.</summary>
    /// <param name="markdown">A line or a paragraph.</param>
    public static string Plain(string markdown) => Marks().Replace(Links().Replace(markdown, "${text} (${target})"), "${text}");

    /// <summary>Breaks a paragraph into lines.</summary>
    /// <param name="text">The paragraph.</param>
    /// <param name="width">Longest line in characters; a longer word stands alone.</param>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        string hanging = ListItem().IsMatch(text) ? "  " : "";
        string line = "";
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = hanging + word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        if (line.Length > 0) yield return line;
    }

    /// <summary>Whether a paragraph is an item of a list.</summary>
    public static bool IsListItem(string paragraph) => ListItem().IsMatch(paragraph);

    [GeneratedRegex(@"^\s*(-|\d+\.) ")]
    private static partial Regex ListItem();

    [GeneratedRegex(@"\[(?<text>[^\]]+)\]\((?<target>[^)]+)\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"`(?<text>[^`]+)`|\*\*(?<text>[^*]+)\*\*")]
    private static partial Regex Marks();
}
