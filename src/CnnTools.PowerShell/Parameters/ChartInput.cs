using System.Globalization;
using CnnTools.Core.Charts;
using CnnTools.Core.Runs;

namespace CnnTools.PowerShell.Parameters;

/// <summary>What was piped into a chart, sorted: epochs into trainings, cells into a matrix. Rows that Import-Csv made count as what they once were.</summary>
internal sealed class ChartInput
{
    private readonly List<(string? Name, List<CnnEpochResult> History)> _runs = [];
    private bool _open;

    /// <summary>The cells.</summary>
    public List<CnnConfusionCell> Cell { get; } = [];

    /// <summary>Whether nothing came.</summary>
    public bool IsEmpty => _runs.Count == 0 && Cell.Count == 0;

    /// <summary>The trainings, in the order in which they came.</summary>
    /// <param name="names">Names in that order; what is missing is made up.</param>
    public IReadOnlyList<CurveRun> Runs(IReadOnlyList<string>? names = null) =>
        [.. _runs.Select((run, index) => new CurveRun(names is not null && index < names.Count ? names[index] : run.Name ?? (_runs.Count == 1 ? "Training" : Text($"training {index + 1}")), run.History))];

    /// <summary>Takes in an object.</summary>
    /// <param name="item">The object.</param>
    /// <param name="property">Gives a property of it as PowerShell sees it; null where there is none.</param>
    /// <exception cref="CnnException">It is nothing that a chart can show (<c>ChartInputInvalid</c>), or a file that cannot be read.</exception>
    public void Add(object item, Func<string, object?> property)
    {
        switch (item)
        {
            case CnnEpochResult epoch:
                AddEpoch(epoch, property("Run") as string);
                return;
            case CnnConfusionCell cell:
                Cell.Add(cell);
                return;
            case CnnRun run:
                AddRun(CurveRun.Of(run));
                return;
            case FileInfo file:
                AddFile(file.FullName);
                return;
            case string path:
                AddFile(path);
                return;
        }

        string? Field(string name) => property(name) is { } value ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;
        if (EpochRow.Parse(Field) is { } row) AddEpoch(row, Field("Run"));
        else if (Field("TrueLabel") is { } truth && Field("PredictedLabel") is { } predicted && int.TryParse(Field("Count"), NumberStyles.None, CultureInfo.InvariantCulture, out int count))
            Cell.Add(new CnnConfusionCell { TrueLabel = truth, PredictedLabel = predicted, Count = count, Share = 0 });
        else if ((Field("RecordPath") ?? Field("ModelPath") ?? Field("LogPath") ?? Field("Path")) is { Length: > 0 } path) AddFile(path);
        else
            throw new CnnException("ChartInputInvalid", CnnErrorCategory.InvalidArgument,
                $"Expected epochs (Epoch, Loss, Accuracy), cells of a confusion matrix (TrueLabel, PredictedLabel, Count), runs of Get-CnnRun, or files; found an object of type {item.GetType().Name} without them.", item);
    }

    /// <summary>Takes in the history of a log, a model or a record.</summary>
    /// <param name="path">Full path of the file.</param>
    public void AddFile(string path) => AddRun(CurveRun.Read(path));

    private void AddRun(CurveRun run)
    {
        if (run.History.Count == 0) return;
        _runs.Add((run.Name, [.. run.History]));
        _open = false;
    }

    /// <summary>An epoch goes to the training before it, unless its number says that another one has begun.</summary>
    private void AddEpoch(CnnEpochResult epoch, string? name)
    {
        if (!_open || epoch.Epoch <= _runs[^1].History[^1].Epoch || name != _runs[^1].Name) _runs.Add((name, []));
        _open = true;
        _runs[^1].History.Add(epoch);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.CurrentCulture);
}
