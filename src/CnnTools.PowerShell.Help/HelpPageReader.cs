using System.Text;

namespace CnnTools.PowerShell.Help;

/// <summary>Reads a cmdlet's Markdown. The form is strict, so that a page that lacks something is an error of the build and not a gap in the help.</summary>
internal static class HelpPageReader
{
    private static readonly string[] Sections = ["SYNOPSIS", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS"];

    private sealed record Line(string Text, int Number);

    /// <summary>Reads a page.</summary>
    /// <param name="file">Its file, for messages; its name without extension must be the page's title.</param>
    /// <param name="markdown">The text.</param>
    /// <exception cref="HelpException">The page has not the form.</exception>
    public static HelpPage Read(string file, string markdown)
    {
        Line[] lines = [.. markdown.ReplaceLineEndings("\n").Split('\n').Select((text, index) => new Line(text.TrimEnd(), index + 1))];
        string expected = Path.GetFileNameWithoutExtension(file);
        Line title = lines.FirstOrDefault(line => line.Text.Length > 0) ?? throw new HelpException(file, 1, "expected a page; found an empty file.");
        if (title.Text != $"# {expected}") throw new HelpException(file, title.Number, $"expected the title '# {expected}'; found '{title.Text}'.");

        Dictionary<string, List<Line>> sections = Split(file, lines.Skip(title.Number), title.Number);
        IReadOnlyList<string> synopsis = MarkdownText.Paragraphs(Texts(sections["SYNOPSIS"]));
        if (synopsis.Count != 1) throw new HelpException(file, title.Number, $"expected one paragraph under '## SYNOPSIS'; found {synopsis.Count}.");
        return new HelpPage
        {
            Name = expected,
            Synopsis = synopsis[0],
            Description = NotEmpty(file, title.Number, "DESCRIPTION", MarkdownText.Paragraphs(Texts(sections["DESCRIPTION"]))),
            Examples = [.. Items(file, sections["EXAMPLES"]).Select(item => Example(file, item.Title, item.Body))],
            Parameters = [.. Items(file, sections["PARAMETERS"]).Select(item => Parameter(file, item.Title, item.Body))],
            Inputs = [.. Items(file, sections["INPUTS"]).Select(Named)],
            Outputs = [.. Items(file, sections["OUTPUTS"]).Select(Named)],
            Notes = MarkdownText.Paragraphs(Texts(sections["NOTES"])),
            Links = [.. sections["RELATED LINKS"].Where(line => line.Text.Length > 0).Select(line => Link(file, line))],
        };
    }

    private static Dictionary<string, List<Line>> Split(string file, IEnumerable<Line> lines, int titleLine)
    {
        var sections = Sections.ToDictionary(name => name, _ => new List<Line>());
        var seen = new HashSet<string>();
        List<Line>? current = null;
        bool inCode = false;
        foreach (Line line in lines)
        {
            if (line.Text.StartsWith("```", StringComparison.Ordinal)) inCode = !inCode;
            if (!inCode && line.Text.StartsWith("## ", StringComparison.Ordinal))
            {
                string name = line.Text[3..].Trim();
                if (!sections.TryGetValue(name, out current)) throw new HelpException(file, line.Number, $"expected one of {string.Join(", ", Sections.Select(section => $"'## {section}'"))}; found '{line.Text}'.");
                if (!seen.Add(name)) throw new HelpException(file, line.Number, $"'{line.Text}' occurs twice.");
            }
            else if (current is not null)
            {
                current.Add(line);
            }
            else if (line.Text.Length > 0)
            {
                throw new HelpException(file, line.Number, $"expected '## SYNOPSIS' after the title; found '{line.Text}'.");
            }
        }

        if (inCode) throw new HelpException(file, titleLine, "a block of code is not closed by ```.");
        string? missing = Sections[..4].FirstOrDefault(section => !seen.Contains(section));
        return missing is null ? sections : throw new HelpException(file, titleLine, $"expected a section '## {missing}'; found none.");
    }

    private static IEnumerable<(Line Title, List<Line> Body)> Items(string file, List<Line> lines)
    {
        (Line Title, List<Line> Body)? current = null;
        bool inCode = false;
        foreach (Line line in lines)
        {
            if (line.Text.StartsWith("```", StringComparison.Ordinal)) inCode = !inCode;
            if (!inCode && line.Text.StartsWith("### ", StringComparison.Ordinal))
            {
                if (current is { } done) yield return done;
                current = (line with { Text = line.Text[4..].Trim() }, []);
            }
            else if (current is { } open)
            {
                open.Body.Add(line);
            }
            else if (line.Text.Length > 0)
            {
                throw new HelpException(file, line.Number, $"expected a title '### ...'; found '{line.Text}'.");
            }
        }

        if (current is { } last) yield return last;
    }

    private static HelpExample Example(string file, Line title, List<Line> body)
    {
        int start = body.FindIndex(line => line.Text is "```powershell");
        int end = start < 0 ? -1 : body.FindIndex(start + 1, line => line.Text is "```");
        if (end < 0) throw new HelpException(file, title.Number, $"example '{title.Text}': expected a block that begins with ```powershell; found none.");
        var code = new StringBuilder();
        foreach (Line line in body.Skip(start + 1).Take(end - start - 1)) code.Append(code.Length > 0 ? "\n" : "").Append(line.Text);
        if (string.IsNullOrWhiteSpace(code.ToString())) throw new HelpException(file, title.Number, $"example '{title.Text}': expected commands; found none.");
        IReadOnlyList<string> remarks = MarkdownText.Paragraphs([.. Texts(body[..start]), "", .. Texts(body[(end + 1)..])]);
        return new HelpExample(title.Text, code.ToString(), NotEmpty(file, title.Number, $"the example '{title.Text}'", remarks), title.Number);
    }

    private static HelpItem Parameter(string file, Line title, List<Line> body)
    {
        if (!title.Text.StartsWith('-') || title.Text.Length < 2) throw new HelpException(file, title.Number, $"expected a parameter as '### -Name'; found '### {title.Text}'.");
        return new HelpItem(title.Text[1..], NotEmpty(file, title.Number, title.Text, MarkdownText.Paragraphs(Texts(body))), title.Number);
    }

    private static HelpItem Named((Line Title, List<Line> Body) item) => new(item.Title.Text, MarkdownText.Paragraphs(Texts(item.Body)), item.Title.Number);

    private static string Link(string file, Line line) =>
        line.Text.StartsWith("- ", StringComparison.Ordinal) ? MarkdownText.Plain(line.Text[2..].Trim()) : throw new HelpException(file, line.Number, $"expected a link as '- Name'; found '{line.Text}'.");

    private static IReadOnlyList<string> NotEmpty(string file, int line, string what, IReadOnlyList<string> paragraphs) =>
        paragraphs.Count > 0 ? paragraphs : throw new HelpException(file, line, $"{what}: expected text; found none.");

    private static string[] Texts(IEnumerable<Line> lines) => [.. lines.Select(line => line.Text)];
}
