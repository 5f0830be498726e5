using System.CommandLine;
using CnnTools.Engine.Inference;
using CnnTools.Engine.Sessions;
using CnnTools.Worker.Diagnostics;
using CnnTools.Worker.Output;

namespace CnnTools.Worker.Verbs;

/// <summary>The verb <c>predict</c>: what <c>Get-CnnPrediction</c> does with files, for a command line.</summary>
internal sealed class PredictVerb
{
    private readonly Option<string> _model = new("--model") { Description = "The model's file", Required = true };
    private readonly Option<int?> _top = OptionParsing.ForNumber<int>("--top", "Answers an image, the most probable first; default 1");
    private readonly Option<bool> _flip = new("--flip") { Description = "Average with the mirror image" };
    private readonly Argument<string[]> _path = new("path") { Description = "PNG and JPEG files of any size and colour mode", Arity = ArgumentArity.OneOrMore };
    private readonly InferenceOptions _inference = new();

    /// <summary>The verb with its options.</summary>
    /// <param name="host">Runs the work.</param>
    public Command Create(WorkerHost host)
    {
        var command = new Command("predict", "Classifies images, a tab-separated line an answer: path, rank, class, probability") { _model, _top, _flip, _path };
        _inference.AddTo(command);
        command.SetAction(parsed => host.Run(cancellation => Predict(host, parsed, cancellation)));
        return command;
    }

    private void Predict(WorkerHost host, ParseResult parsed, CancellationToken cancellation)
    {
        int top = parsed.GetValue(_top) ?? 1;
        if (top < 1) throw new CnnException("OptionInvalid", CnnErrorCategory.InvalidArgument, $"--top: expected a whole number of at least 1; found {top}.", top);
        var console = new InferenceConsole(host.Output, host.Terminal, verbose: false, quiet: false);
        using Classifier classifier = new InferenceSession(_inference.Read(parsed), console).Open(parsed.GetRequiredValue(_model));
        var predictor = new ImagePredictor(classifier, top, parsed.GetValue(_flip));
        string[] paths = parsed.GetRequiredValue(_path);
        int broken = 0;
        foreach (string path in paths)
        {
            cancellation.ThrowIfCancellationRequested();
            broken += Write(host.Output, predictor.Add(path));
        }

        broken += Write(host.Output, predictor.Flush());
        if (broken > 0) throw new CnnException("ImagesNotClassified", CnnErrorCategory.InvalidData, $"{broken} of {paths.Length} images could not be classified; the lines above say why.", broken);
    }

    /// <summary>Writes outcomes; an image that cannot be read is a warning, and the rest go on.</summary>
    /// <returns>How many could not be read.</returns>
    private static int Write(TextWriter output, IEnumerable<ImageOutcome> outcomes)
    {
        int broken = 0;
        foreach (ImageOutcome outcome in outcomes)
        {
            if (outcome.Error is { } error)
            {
                broken++;
                new DiagnosticWriter(output).Warning(DiagnosticCode.Of(error), error.Message);
            }

            foreach (CnnPrediction prediction in outcome.Prediction)
                output.WriteLine(FormattableString.Invariant($"{prediction.Path}\t{prediction.Rank}\t{prediction.Label}\t{prediction.Probability:F4}"));
        }

        return broken;
    }
}
