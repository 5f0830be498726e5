using System.CommandLine;
using CnnTools.Core.Reports;
using CnnTools.Engine.Sessions;
using CnnTools.Worker.Output;

namespace CnnTools.Worker.Verbs;

/// <summary>The verb <c>report</c>: what <c>Export-CnnReport</c> does, for a command line.</summary>
internal sealed class ReportVerb
{
    private readonly Option<string[]> _model = new("--model") { Description = "A model's file, or the record of a training (.run.json); may be given several times, the first is the one that the others are compared with" };
    private readonly Option<string[]> _logPath = new("--log-path") { Description = "The CSV log of a training, in place of a model; may be given several times" };
    private readonly Option<bool> _follow = new("--follow") { Description = "Write the page again whenever a log grows, until stopped" };
    private readonly Option<string?> _dataset = new("--dataset") { Description = "The images the models are run over; without it, those each was trained on" };
    private readonly Option<CnnSplit?> _split = OptionParsing.ForEnum<CnnSplit>("--split", "The split; default Test");
    private readonly Option<bool> _noEvaluation = new("--no-evaluation") { Description = "Run the models over no images: show what their files say" };
    private readonly Option<string?> _gateReport = new("--gate-report") { Description = "File with the verdicts on the model, written by the verb gate (.gate.json)" };
    private readonly Option<string?> _outputPath = new("--output-path") { Description = "The HTML file, or an existing folder; without it, beside the first model or log" };
    private readonly Option<string?> _title = new("--title") { Description = "The page's title" };
    private readonly Option<bool> _force = new("--force") { Description = "Replace an existing file" };
    private readonly Option<bool> _verbose = new("--verbose") { Description = "Tell the choices made: device, libtorch" };
    private readonly InferenceOptions _inference = new();

    /// <summary>The verb with its options.</summary>
    /// <param name="host">Runs the work.</param>
    public Command Create(WorkerHost host)
    {
        var command = new Command("report", "Writes one HTML file that shows a model or a training, compares several, or follows a training by its log") { _model, _logPath, _follow, _dataset, _split, _noEvaluation, _gateReport, _outputPath, _title, _force, _verbose };
        _inference.AddTo(command);
        command.SetAction(parsed => host.Run(cancellation => Write(host, parsed, cancellation)));
        return command;
    }

    private void Write(WorkerHost host, ParseResult parsed, CancellationToken cancellation)
    {
        string[] models = parsed.GetValue(_model) ?? [], logs = parsed.GetValue(_logPath) ?? [];
        if (models.Length + logs.Length == 0) throw new CnnException("OptionInvalid", CnnErrorCategory.InvalidArgument, "--model: expected a model's file, or the log of a training (--log-path); found neither.");
        var request = new ReportRequest
        {
            Model = models,
            LogPath = logs,
            Dataset = parsed.GetValue(_dataset),
            Split = parsed.GetValue(_split) ?? CnnSplit.Test,
            NoEvaluation = parsed.GetValue(_noEvaluation),
            GateReport = parsed.GetValue(_gateReport),
            OutputPath = ReportSession.Target(models.Length > 0 ? models[0] : logs[0], parsed.GetValue(_outputPath)),
            Title = parsed.GetValue(_title),
            Force = parsed.GetValue(_force),
        };
        if (parsed.GetValue(_follow))
        {
            ReportSession.Follow(request, path => host.Output.WriteLine($"Report: {path}"), cancellation);
            return;
        }

        var console = new InferenceConsole(host.Output, host.Terminal, parsed.GetValue(_verbose), quiet: false);
        try
        {
            string path = new ReportSession(_inference.Read(parsed), console).Write(request, cancellation);
            console.Clear();
            host.Output.WriteLine($"Report: {path}");
        }
        finally
        {
            console.Clear();
        }
    }
}
