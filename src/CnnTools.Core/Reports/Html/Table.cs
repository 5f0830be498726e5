namespace CnnTools.Core.Reports.Html;

/// <summary>A column of a table.</summary>
/// <param name="Heading">Its heading.</param>
/// <param name="IsNumber">Whether it holds numbers, which are set to the right and sorted by size.</param>
internal sealed record Column(string Heading, bool IsNumber = true);

/// <summary>A cell.</summary>
/// <param name="Text">What it shows.</param>
/// <param name="Value">The number it is sorted by, where the text does not begin with it.</param>
/// <param name="Class">A style class of the page.</param>
internal sealed record Cell(string Text, double? Value = null, string? Class = null)
{
    public static implicit operator Cell(string text) => new(text);
}

/// <summary>A table that reads well aloud, and that the page's script makes sortable.</summary>
/// <param name="caption">What the table shows.</param>
/// <param name="columns">Its columns; the cells of the first one head their rows.</param>
internal sealed class Table(string caption, params IReadOnlyList<Column> columns)
{
    private readonly List<Cell[]> _rows = [];
    private readonly List<Cell[]> _footer = [];

    /// <summary>The number of rows, those at the foot not counted.</summary>
    public int Count => _rows.Count;

    /// <summary>Adds a row.</summary>
    public void Add(params Cell[] cells) => _rows.Add(cells);

    /// <summary>Adds a row that stays at the foot, however the table is sorted.</summary>
    public void AddFooter(params Cell[] cells) => _footer.Add(cells);

    /// <summary>Writes the table, in a frame that scrolls where the page is narrower.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="sortable">Whether its order may be changed.</param>
    public void Write(HtmlWriter html, bool sortable = true)
    {
        // A frame that scrolls must be reachable by key, and have a name, or a part of the table is out of reach.
        using (html.Open("div", ("class", "scroll"), ("role", "region"), ("aria-label", caption), ("tabindex", "0")))
        using (html.Open("table", ("data-sortable", sortable ? "" : null)))
        {
            html.Element("caption", caption);
            using (html.Open("thead"))
            using (html.Open("tr"))
                foreach (Column column in columns) html.Element("th", column.Heading, ("scope", "col"), ("class", column.IsNumber ? "number" : null));
            html.Line();
            using (html.Open("tbody"))
                foreach (Cell[] row in _rows) WriteRow(html, row);
            if (_footer.Count > 0)
                using (html.Open("tfoot"))
                    foreach (Cell[] row in _footer) WriteRow(html, row);
        }

        html.Line();
    }

    private void WriteRow(HtmlWriter html, Cell[] cells)
    {
        using (html.Open("tr"))
            for (int i = 0; i < cells.Length; i++)
            {
                string? style = columns[i].IsNumber ? cells[i].Class is { } own ? $"number {own}" : "number" : cells[i].Class;
                string? value = cells[i].Value is { } number ? Invariant($"{number:R}") : null;
                if (i == 0) html.Element("th", cells[i].Text, ("scope", "row"), ("class", style), ("data-value", value));
                else html.Element("td", cells[i].Text, ("class", style), ("data-value", value));
            }
        html.Line();
    }
}
