using System.Text;

namespace CnnTools.Worker.Output;

/// <summary>A table as aligned text, written row by row as rows come.</summary>
/// <param name="columns">Heading and width of each column; a negative width aligns to the left.</param>
internal sealed class TextTable(params (string Heading, int Width)[] columns)
{
    /// <summary>The line of headings.</summary>
    public string Header => Row([.. columns.Select(static column => column.Heading)]);

    /// <summary>One row.</summary>
    /// <param name="cells">A text a column; null leaves it empty.</param>
    public string Row(params string?[] cells)
    {
        var line = new StringBuilder();
        for (int i = 0; i < columns.Length; i++)
        {
            if (i > 0) line.Append("  ");
            int width = columns[i].Width;
            line.Append(width < 0 ? (cells[i] ?? "").PadRight(-width) : (cells[i] ?? "").PadLeft(width));
        }

        return line.ToString().TrimEnd();
    }
}
