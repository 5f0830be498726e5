using System.Management.Automation;
using System.Management.Automation.Host;
using CnnTools.Core.Charts;

namespace CnnTools.PowerShell.Commands;

/// <summary>Shows images in the terminal, as lines of coloured half blocks with captions below them.</summary>
[Cmdlet(VerbsCommon.Show, "CnnImage", DefaultParameterSetName = PathSet)]
[OutputType(typeof(string))]
public sealed class ShowCnnImageCommand : ImageCmdlet
{
    private const int UsualTerminal = 80;

    private readonly List<ImageTile> _row = [];
    private CnnColorDepth? _depth;
    private int _width;

    /// <summary>Image files (PNG, JPEG, WebP, BMP, GIF); wildcards are allowed. Answers of <c>Get-CnnPrediction</c> bring theirs, images of datasets as
    /// well.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public override string[] Path { get; set; } = [];

    /// <summary>Characters a line of each image; without it, about as many as it has pixels, and no more than the terminal has columns.</summary>
    [Parameter]
    [ValidateRange(1, 10000)]
    public int Width { get; set; }

    /// <summary>How many colours; default Auto: as many as the terminal says it can, none where NO_COLOR is set or <c>$PSStyle.OutputRendering</c> is
    /// PlainText.</summary>
    [Parameter]
    public CnnColorDepth ColorDepth { get; set; }

    private protected override void Take(IReadOnlyList<ImageTile> tiles)
    {
        int terminal = TerminalWidth();
        foreach (ImageTile tile in tiles)
        {
            if (_row.Count == 0) _width = Width > 0 ? Width : TerminalGrid.UsualWidth(tile.Image.Width, terminal);
            _row.Add(tile);
            if (_row.Count >= TerminalGrid.Columns(_width, terminal)) Flush();
        }
    }

    private protected override void Finish() => Flush();

    private void Flush()
    {
        if (_row.Count == 0) return;
        foreach (string line in TerminalGrid.Row(_row, _width, Depth())) WriteObject(line);
        WriteObject("");
        _row.Clear();
    }

    private CnnColorDepth Depth()
    {
        if (_depth is { } known) return known;
        if (ColorDepth != CnnColorDepth.Auto) return (_depth = ColorDepth).Value;
        (CnnColorDepth depth, string reason) = ColorSupport.Detect(Environment.GetEnvironmentVariable, OutputRendering() == "PlainText", OutputRendering() == "Host" && Console.IsOutputRedirected, OperatingSystem.IsWindows());
        WriteVerbose(depth == CnnColorDepth.TrueColor ? $"True colour: {reason}." : $"{depth} instead of true colour: {reason}. Say -ColorDepth TrueColor where the terminal can do more than it says.");
        return (_depth = depth).Value;
    }

    private string? OutputRendering() => SessionState.PSVariable.GetValue("PSStyle") is { } style ? PSObject.AsPSObject(style).Properties["OutputRendering"]?.Value?.ToString() : null;

    /// <summary>Columns of the terminal; a host without one counts as <see cref="UsualTerminal"/>.</summary>
    private int TerminalWidth()
    {
        try
        {
            int width = Host.UI?.RawUI?.BufferSize.Width ?? 0;
            return width > 0 ? width : UsualTerminal;
        }
        catch (Exception none) when (none is HostException or NotImplementedException or IOException)
        {
            return UsualTerminal;
        }
    }
}
