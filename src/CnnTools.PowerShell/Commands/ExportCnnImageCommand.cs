using System.Management.Automation;
using CnnTools.Core.Charts;

namespace CnnTools.PowerShell.Commands;

/// <summary>Draws a grid of images with captions as PNG, JPEG or SVG: samples of a dataset, a model's mistakes, what augmentation makes of an image, answers of
/// a model.</summary>
[Cmdlet(VerbsData.Export, "CnnImage", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(FileInfo))]
public sealed class ExportCnnImageCommand : ImageCmdlet
{
    private readonly List<ImageTile> _tiles = [];
    private string? _path;

    /// <summary>The file to write: <c>.png</c>, <c>.jpg</c>, <c>.svg</c>.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string OutputPath { get; set; } = "";

    /// <summary>Rows of the grid; with Column, says how many images where Count does not.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int Row { get; set; }

    /// <summary>Images a row; without it, the grid is about square.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int Column { get; set; }

    /// <summary>Pixels that a pixel of an image gets; without it, small images are brought to about 96 pixels, large ones to at most 320.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int Scale { get; set; }

    /// <summary>The heading; without it, one that says what the images are.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Title { get; set; }

    /// <summary>Replaces an existing file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override int? LayoutCount => Row == 0 ? null : Row * (Column == 0 ? Row : Column);

    // Before the first image is read: an evaluation takes a while.
    private protected override void Take(IReadOnlyList<ImageTile> tiles)
    {
        _path ??= FigureFile.Check(RequiredFullPath(OutputPath), Force);
        _tiles.AddRange(tiles);
    }

    private protected override void Finish()
    {
        if (_tiles.Count == 0) return;
        string path = FigureFile.Check(RequiredFullPath(OutputPath), Force);
        if (!MayProceed($"Draw {_tiles.Count} images to {path}")) return;
        int? columns = Column > 0 ? Column : Row > 0 ? (_tiles.Count + Row - 1) / Row : null;
        var grid = new ImageGrid(_tiles, Title ?? Runner.Title, Runner.Description, columns, Scale > 0 ? Scale : null);
        FigureFile.Write(grid, path, Force);
        Emit(new FileInfo(path));
    }
}
