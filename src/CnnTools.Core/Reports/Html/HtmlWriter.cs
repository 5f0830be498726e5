using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace CnnTools.Core.Reports.Html;

/// <summary>Writes HTML in which text stays text: every name and value is escaped, every element is closed.</summary>
internal sealed class HtmlWriter
{
    // Letters of any script stay readable; what HTML gives a meaning does not survive.
    private static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _html = new();
    private readonly Stack<string> _open = [];

    /// <summary>Opens an element; the attributes' values are escaped, an attribute whose value is null is left out.</summary>
    /// <param name="name">The element's name; written as it is.</param>
    /// <param name="attributes">Names, written as they are, and values.</param>
    /// <returns>Closes the element when disposed.</returns>
    public OpenElement Open(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Begin(name, attributes);
        _open.Push(name);
        return new OpenElement(this, _open.Count);
    }

    /// <summary>Writes an element that holds text.</summary>
    public void Element(string name, string text, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Begin(name, attributes);
        Text(text);
        _html.Append("</").Append(name).Append('>');
    }

    /// <summary>Writes an element that has no content, as <c>img</c> and <c>meta</c>.</summary>
    public void Void(string name, params ReadOnlySpan<(string Name, string? Value)> attributes) => Begin(name, attributes);

    /// <summary>Writes text.</summary>
    public void Text(string text) => _html.Append(s_encoder.Encode(text));

    /// <summary>Begins a new line in the file; means nothing to a reader of the page.</summary>
    public void Line() => _html.Append('\n');

    /// <summary>Writes what is HTML, style or script already. Never for anything that comes from outside.</summary>
    public void Raw(string html) => _html.Append(html);

    /// <inheritdoc/>
    public override string ToString() => _open.Count == 0 ? _html.ToString() : throw new InvalidOperationException($"The element {_open.Peek()} is still open.");

    private void Begin(string name, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        _html.Append('<').Append(name);
        foreach ((string attribute, string? value) in attributes)
            if (value is not null) _html.Append(' ').Append(attribute).Append("=\"").Append(s_encoder.Encode(value)).Append('"');
        _html.Append('>');
    }

    private void Close(int depth)
    {
        if (_open.Count != depth) throw new InvalidOperationException("Elements must be closed in the order they were opened in.");
        _html.Append("</").Append(_open.Pop()).Append('>');
    }

    /// <summary>An element that is open.</summary>
    internal readonly struct OpenElement(HtmlWriter writer, int depth) : IDisposable
    {
        /// <summary>Closes the element.</summary>
        public void Dispose() => writer.Close(depth);
    }
}
