using System.CommandLine;
using CnnTools.Core.Charts;
using CnnTools.Core.Evaluation;
using CnnTools.Core.ModelFiles;
using CnnTools.Engine.Sessions;
using CnnTools.Worker.Output;

namespace CnnTools.Worker.Verbs;

/// <summary>The verb <c>chart</c>: what <c>Export-CnnChart</c> does with files, for a command line.</summary>
internal sealed class ChartVerb
{
    private readonly Option<string[]> _input = new("--input") { Description = "The CSV log, the record (.run.json) or the model of a training; may be given several times, their curves come into one chart", Required = true };
    private readonly Option<string> _outputPath = new("--output-path") { Description = "The file: .svg, .png, .jpg", Required = true };
    private readonly Option<CnnChartKind?> _chartKind = OptionParsing.ForEnum<CnnChartKind>("--chart-kind", "What to show; default the curves. The heat map needs one model");
    private readonly Option<CnnChartMetric[]> _metric = new("--metric") { Description = $"The curves to draw ({string.Join(", ", Enum.GetNames<CnnChartMetric>())}); default loss and accuracy, and the learning rate where it changes", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string[]> _name = new("--name") { Description = "Names of the trainings, in the order of the inputs" };
    private readonly Option<string?> _title = new("--title") { Description = "The heading" };
    private readonly Option<int?> _width = OptionParsing.ForNumber<int>("--width", "Width in units; in PNG and JPEG a unit is --scale pixels");
    private readonly Option<int?> _height = OptionParsing.ForNumber<int>("--height", "Height of the curves in units");
    private readonly Option<int?> _scale = OptionParsing.ForNumber<int>("--scale", "Pixels a unit in PNG and JPEG (default 2)");
    private readonly Option<string?> _dataset = new("--dataset") { Description = "The images of the heat map; without it, those that the model was trained on" };
    private readonly Option<CnnSplit?> _split = OptionParsing.ForEnum<CnnSplit>("--split", "The split of the heat map; default Test");
    private readonly Option<bool> _force = new("--force") { Description = "Replace an existing file" };
    private readonly Option<bool> _verbose = new("--verbose") { Description = "Tell the choices made: device, libtorch" };
    private readonly InferenceOptions _inference = new();

    /// <summary>The verb with its options.</summary>
    /// <param name="host">Runs the work.</param>
    public Command Create(WorkerHost host)
    {
        var command = new Command("chart", "Draws the curves of trainings, or the heat map of a model's confusion matrix, as SVG, PNG or JPEG") { _input, _outputPath, _chartKind, _metric, _name, _title, _width, _height, _scale, _dataset, _split, _force, _verbose };
        _inference.AddTo(command);
        command.SetAction(parsed => host.Run(cancellation => Draw(host, parsed, cancellation)));
        return command;
    }

    private void Draw(WorkerHost host, ParseResult parsed, CancellationToken cancellation)
    {
        string[] inputs = [.. parsed.GetRequiredValue(_input).Select(Path.GetFullPath)], names = parsed.GetValue(_name) ?? [];
        string path = FigureFile.Check(parsed.GetRequiredValue(_outputPath), parsed.GetValue(_force));
        CnnChartKind kind = parsed.GetValue(_chartKind) ?? CnnChartKind.Auto;
        bool curves = kind != CnnChartKind.ConfusionMatrix, matrix = kind is CnnChartKind.ConfusionMatrix or CnnChartKind.All;
        if (matrix && (inputs.Length != 1 || !Path.GetExtension(inputs[0]).Equals(".safetensors", StringComparison.OrdinalIgnoreCase)))
            throw new CnnException("ChartInputInvalid", CnnErrorCategory.InvalidArgument, $"--input: a heat map shows one model (.safetensors); found {string.Join(", ", inputs.Select(Path.GetFileName))}. Draw one a model.", inputs.Length);
        string? title = parsed.GetValue(_title);
        List<Figure> figures = [];
        if (curves) figures.Add(new CurveChart([.. inputs.Select((file, index) => Named(CurveRun.Read(file), names, index))], parsed.GetValue(_metric), title, parsed.GetValue(_width), parsed.GetValue(_height)));
        if (matrix) figures.Add(new HeatMap([.. Confuse(host, parsed, inputs[0], cancellation)], curves ? null : title, curves ? null : parsed.GetValue(_width)));
        FigureFile.Write(figures.Count == 1 ? figures[0] : new FigureColumn(figures), path, parsed.GetValue(_force), parsed.GetValue(_scale) ?? 2);
        host.Output.WriteLine($"Chart: {path}");
    }

    private static CurveRun Named(CurveRun run, string[] names, int index)
    {
        if (run.History.Count == 0) throw new CnnException("HistoryInvalid", CnnErrorCategory.InvalidData, $"--input: {run.Name} ended before its first epoch was over; there is no curve. Leave it out.", run.Name);
        return index < names.Length ? run with { Name = names[index] } : run;
    }

    private IEnumerable<CnnConfusionCell> Confuse(WorkerHost host, ParseResult parsed, string model, CancellationToken cancellation)
    {
        string dataset = parsed.GetValue(_dataset) ?? ModelReader.Describe(model).Dataset
            ?? throw new CnnException("DatasetNotFound", CnnErrorCategory.ObjectNotFound, $"'{model}' does not say which dataset it was trained on; name one with --dataset.", model);
        var console = new InferenceConsole(host.Output, host.Terminal, parsed.GetValue(_verbose), quiet: false);
        try
        {
            ModelEvaluation evaluation = new InferenceSession(_inference.Read(parsed), console).Evaluate(model, dataset, parsed.GetValue(_split) ?? CnnSplit.Test, cancellation);
            return evaluation.ToConfusionCells();
        }
        finally
        {
            console.Clear();
        }
    }
}
