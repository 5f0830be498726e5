using System.CommandLine;
using CnnTools.Engine.Evaluation;
using CnnTools.Engine.Prediction;
using CnnTools.Worker.Output;

namespace CnnTools.Worker.Verbs;

/// <summary>The verb <c>evaluate</c>: what <c>Measure-CnnModel</c> does, for a command line.</summary>
internal sealed class EvaluateVerb
{
    private readonly Option<string> _model = new("--model") { Description = "The model's file", Required = true };
    private readonly Option<string> _dataset = new("--dataset") { Description = "A dataset's name, a folder with a subfolder a class, or a CSV manifest", Required = true };
    private readonly Option<CnnSplit?> _split = OptionParsing.ForEnum<CnnSplit>("--split", "The split; default Test");
    private readonly Option<OutputFormat?> _format = OptionParsing.ForEnum<OutputFormat>("--format", "How the result is written; default Text");
    private readonly Option<bool> _verbose = new("--verbose") { Description = "Tell the choices made: device, libtorch" };
    private readonly InferenceOptions _inference = new();

    /// <summary>The verb with its options.</summary>
    /// <param name="host">Runs the work.</param>
    public Command Create(WorkerHost host)
    {
        var command = new Command("evaluate", "Runs a model over a split and writes its scores") { _model, _dataset, _split, _format, _verbose };
        _inference.AddTo(command);
        command.SetAction(parsed => host.Run(cancellation => Evaluate(host, parsed, cancellation)));
        return command;
    }

    private void Evaluate(WorkerHost host, ParseResult parsed, CancellationToken cancellation)
    {
        bool json = parsed.GetValue(_format) == OutputFormat.Json;
        var console = new InferenceConsole(host.Output, host.Terminal, parsed.GetValue(_verbose), quiet: json);
        ModelEvaluation evaluation;
        try
        {
            evaluation = new InferenceSession(_inference.Read(parsed), console)
                .Evaluate(parsed.GetRequiredValue(_model), parsed.GetRequiredValue(_dataset), parsed.GetValue(_split) ?? CnnSplit.Test, cancellation);
        }
        finally
        {
            console.Clear();
        }

        if (json) EvaluationWriter.WriteJson(host.Output, evaluation);
        else EvaluationWriter.WriteText(host.Output, evaluation);
    }
}
