using System.CommandLine;
using CnnTools.Core.Evaluation;
using CnnTools.Engine.Sessions;
using CnnTools.Worker.Output;

namespace CnnTools.Worker.Verbs;

/// <summary>The verb <c>evaluate</c>: what <c>Measure-CnnModel</c> does, for a command line.</summary>
internal sealed class EvaluateVerb
{
    private readonly Option<string[]> _model = new("--model") { Description = "The model's file; may be given several times, for one recipe trained with several seeds", Required = true };
    private readonly Option<string> _dataset = new("--dataset") { Description = "A dataset's name, a folder with a subfolder a class, or a CSV manifest", Required = true };
    private readonly Option<CnnSplit?> _split = OptionParsing.ForEnum<CnnSplit>("--split", "The split; default Test");
    private readonly Option<OutputFormat?> _format = OptionParsing.ForEnum<OutputFormat>("--format", "How the result is written; default Text");
    private readonly Option<string?> _resultPath = new("--result-path") { Description = "Keep the results in a file (JSON), for the verbs gate and baseline" };
    private readonly Option<bool> _latency = new("--latency") { Description = "Time single images as well" };
    private readonly Option<bool> _installRuntime = new("--install-runtime") { Description = "Install libtorch first if it is needed and missing" };
    private readonly Option<bool> _verbose = new("--verbose") { Description = "Tell the choices made: device, libtorch" };
    private readonly InferenceOptions _inference = new();

    /// <summary>The verb with its options.</summary>
    /// <param name="host">Runs the work.</param>
    public Command Create(WorkerHost host)
    {
        var command = new Command("evaluate", "Runs a model over a split and writes its scores") { _model, _dataset, _split, _format, _resultPath, _latency, _installRuntime, _verbose };
        _inference.AddTo(command);
        command.SetAction(parsed => host.Run(cancellation => Evaluate(host, parsed, cancellation)));
        return command;
    }

    private void Evaluate(WorkerHost host, ParseResult parsed, CancellationToken cancellation)
    {
        bool json = parsed.GetValue(_format) == OutputFormat.Json;
        var console = new InferenceConsole(host.Output, host.Terminal, parsed.GetValue(_verbose), quiet: json);
        if (parsed.GetValue(_installRuntime))
        {
            if (json) throw new CnnException("OptionInvalid", CnnErrorCategory.InvalidArgument, "--install-runtime writes its progress, which --format Json does not allow. Run install-runtime first.", "--install-runtime");
            if (InferenceSession.NeedsLibTorch(_inference.Read(parsed))) InstallRuntimeVerb.Ensure(host, _inference.Read(parsed).Device, cancellation);
        }

        var session = new InferenceSession(_inference.Read(parsed), console);
        var records = new List<EvaluationRecord>();
        foreach (string model in parsed.GetRequiredValue(_model))
        {
            (ModelEvaluation evaluation, EvaluationRecord record) = Evaluate(session, console, parsed, model, cancellation);
            records.Add(record);
            if (json) EvaluationWriter.WriteJson(host.Output, evaluation);
            else EvaluationWriter.WriteText(host.Output, evaluation);
        }

        if (parsed.GetValue(_resultPath) is { } path) EvaluationFile.Write(path, records);
    }

    private (ModelEvaluation, EvaluationRecord) Evaluate(InferenceSession session, InferenceConsole console, ParseResult parsed, string model, CancellationToken cancellation)
    {
        try
        {
            (ModelEvaluation evaluation, _, EvaluationRecord record) = session.Record(model, parsed.GetRequiredValue(_dataset), parsed.GetValue(_split) ?? CnnSplit.Test, parsed.GetValue(_latency), cancellation);
            return (evaluation, record);
        }
        finally
        {
            console.Clear();
        }
    }
}
