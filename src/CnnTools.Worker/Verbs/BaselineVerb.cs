using System.CommandLine;
using CnnTools.Core.Evaluation;
using CnnTools.Core.Gates;

namespace CnnTools.Worker.Verbs;

/// <summary>The verb <c>baseline</c>: makes an evaluated model the one that later ones are compared with. Loads no libtorch.</summary>
internal sealed class BaselineVerb
{
    private readonly Option<string> _evaluation = new("--evaluation") { Description = "File that the verb evaluate wrote (--result-path)", Required = true };
    private readonly Option<string> _outputPath = new("--output-path") { Description = "The baseline's file (JSON, to be committed)", Required = true };
    private readonly Option<bool> _force = new("--force") { Description = "Replace an existing baseline" };

    /// <summary>The verb with its options.</summary>
    /// <param name="host">Runs the work.</param>
    public Command Create(WorkerHost host)
    {
        var command = new Command("baseline", "Writes the baseline that later models are compared with") { _evaluation, _outputPath, _force };
        command.SetAction(parsed => host.Run(_ =>
        {
            string path = Path.GetFullPath(parsed.GetRequiredValue(_outputPath));
            Baseline baseline = Baseline.Of(EvaluationFile.Read(parsed.GetRequiredValue(_evaluation)));
            BaselineFile.Write(path, baseline, parsed.GetValue(_force));
            host.Output.WriteLine(FormattableString.Invariant($"Baseline {path}: accuracy {100 * baseline.Accuracy:0.00}% on {baseline.Count:N0} images of {baseline.Dataset} {baseline.Split}, {baseline.Run.Count} {(baseline.Run.Count == 1 ? "run" : "runs")}."));
        }));
        return command;
    }
}
