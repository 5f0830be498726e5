using CnnTools.Core.Charts;
using CnnTools.Core.Evaluation;
using CnnTools.Core.ModelFiles;
using CnnTools.Engine.Sessions;
using CnnTools.PowerShell.Output;
using CnnTools.PowerShell.Parameters;

namespace CnnTools.PowerShell.Runners;

/// <summary>How a chart is to look.</summary>
internal sealed record ChartLook
{
    /// <summary>Full path of the file.</summary>
    public required string OutputPath { get; init; }

    /// <summary>Whether an existing file may be replaced.</summary>
    public bool Force { get; init; }

    /// <summary>What to show.</summary>
    public CnnChartKind Kind { get; init; }

    /// <summary>The curves' figures; empty takes the usual ones.</summary>
    public IReadOnlyList<CnnChartMetric> Metric { get; init; } = [];

    /// <summary>The heading.</summary>
    public string? Title { get; init; }

    /// <summary>Names of the trainings.</summary>
    public IReadOnlyList<string>? Name { get; init; }

    /// <summary>Width in units.</summary>
    public int? Width { get; init; }

    /// <summary>Height in units.</summary>
    public int? Height { get; init; }

    /// <summary>Pixels a unit.</summary>
    public int Scale { get; init; } = 2;
}

/// <summary>What <c>Export-CnnChart</c> does.</summary>
internal sealed class ChartRunner(ICommandOutput output)
{
    /// <summary>Draws what was piped in.</summary>
    public void Draw(ChartInput input, ChartLook look)
    {
        if (input.IsEmpty)
        {
            // As with -WhatIf on the command before: no reason to stop a script.
            output.Warning($"Nothing came that could be drawn; {look.OutputPath} is not written.");
            return;
        }

        IReadOnlyList<CurveRun> runs = input.Runs(look.Name);
        bool curves = look.Kind is CnnChartKind.Curve or CnnChartKind.All || (look.Kind == CnnChartKind.Auto && runs.Count > 0);
        bool matrix = look.Kind is CnnChartKind.ConfusionMatrix or CnnChartKind.All || (look.Kind == CnnChartKind.Auto && input.Cell.Count > 0);
        if (curves && runs.Count == 0) throw new CnnException("ChartInputInvalid", CnnErrorCategory.InvalidArgument, "Expected a history for the curves; only cells of a confusion matrix came.");
        if (matrix && input.Cell.Count == 0)
            throw new CnnException("ChartInputInvalid", CnnErrorCategory.InvalidArgument, "Expected the cells of a confusion matrix for the heat map; only a history came. Pipe in what Get-CnnConfusionMatrix gives, or name a model with -Model.");
        Write(look, () => Figures(look, curves ? runs : [], matrix ? input.Cell : []));
    }

    /// <summary>Draws what models say of their trainings, and what they get wrong.</summary>
    /// <param name="models">Full paths of the models.</param>
    /// <param name="look">How the chart is to look.</param>
    /// <param name="options">How models are run.</param>
    /// <param name="dataset">The dataset of the heat map; null takes the one that the model was trained on.</param>
    /// <param name="split">The split of the heat map.</param>
    /// <param name="cancellation">Checked before every batch.</param>
    public void DrawModels(IReadOnlyList<string> models, ChartLook look, CnnInferenceOptions options, string? dataset, CnnSplit split, CancellationToken cancellation)
    {
        bool matrix = look.Kind is CnnChartKind.ConfusionMatrix or CnnChartKind.All;
        if (matrix && models.Count != 1) throw new CnnException("ChartInputInvalid", CnnErrorCategory.InvalidArgument, $"A heat map shows one model; found {models.Count}. Draw one a model.", models.Count);
        var input = new ChartInput();
        if (look.Kind != CnnChartKind.ConfusionMatrix) foreach (string model in models) input.AddFile(model);
        Write(look, () =>
        {
            if (matrix) input.Cell.AddRange(Confuse(models[0], options, dataset, split, cancellation));
            return Figures(look, input.Runs(look.Name), input.Cell);
        });
    }

    private IEnumerable<CnnConfusionCell> Confuse(string model, CnnInferenceOptions options, string? dataset, CnnSplit split, CancellationToken cancellation)
    {
        string name = dataset ?? ModelReader.Describe(model).Dataset
            ?? throw new CnnException("DatasetNotFound", CnnErrorCategory.ObjectNotFound, $"'{model}' does not say which dataset it was trained on; name one with -Dataset.", model);
        var display = new ProgressDisplay(output);
        var session = new InferenceSession(options, new InferenceObserver(output, display) { Title = $"Evaluate {Path.GetFileName(model)} on {name}" });
        ModelEvaluation evaluation = session.Evaluate(model, name, split, cancellation);
        display.Complete();
        return evaluation.ToConfusionCells();
    }

    private static Figure Figures(ChartLook look, IReadOnlyList<CurveRun> runs, List<CnnConfusionCell> cells)
    {
        List<Figure> figures = [];
        if (runs.Count > 0) figures.Add(new CurveChart(runs, look.Metric, look.Title, look.Width, look.Height));
        if (cells.Count > 0) figures.Add(new HeatMap(cells, runs.Count > 0 ? null : look.Title, runs.Count > 0 ? null : look.Width));
        return figures.Count == 1 ? figures[0] : new FigureColumn(figures);
    }

    private void Write(ChartLook look, Func<Figure> make)
    {
        string path = FigureFile.Check(look.OutputPath, look.Force);
        if (!output.MayProceed($"Draw {path}", [])) return;
        FigureFile.Write(make(), path, look.Force, look.Scale);
        output.Emit(new FileInfo(path));
    }
}
