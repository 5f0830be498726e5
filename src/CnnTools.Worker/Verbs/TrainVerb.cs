using System.CommandLine;
using CnnTools.Core.Planning;
using CnnTools.Engine.Sessions;
using CnnTools.Worker.Output;

namespace CnnTools.Worker.Verbs;

/// <summary>
/// The verb <c>train</c>: what <c>Invoke-CnnTraining</c> does, for a command line. Its options are those of <see cref="TrainingOptions"/>, and three of its
/// own.
/// </summary>
internal sealed class TrainVerb
{
    private readonly IReadOnlyList<TrainingArgument> _training =
        [.. TrainingOptions.All.Where(static option => option.Help is not null).Select(static option => new TrainingArgument(option))];
    private readonly Option<int?> _seedCount = OptionParsing.ForNumber<int>(
        "--seed-count", "Train this many models, with the seeds from --seed on; the second one's files get .seedN before their ending (default 1)");
    private readonly Option<bool> _installRuntime = new("--install-runtime") { Description = "Install libtorch first if it is missing" };
    private readonly Option<bool> _verbose = new("--verbose") { Description = "Show the choices made: device, threads, seed" };

    /// <summary>The verb with its options.</summary>
    /// <param name="host">Runs the work.</param>
    public Command Create(WorkerHost host)
    {
        var command = new Command("train", "Trains a network and prints one line per epoch");
        foreach (TrainingArgument argument in _training) command.Options.Add(argument.Option);
        foreach (Option option in (Option[])[_seedCount, _installRuntime, _verbose]) command.Options.Add(option);
        command.SetAction(parsed => host.Run(cancellation => Train(host, parsed, cancellation)));
        return command;
    }

    /// <summary>The options as the engine takes them; what was not specified stays null.</summary>
    internal CnnTrainingOptions Read(ParseResult parsed)
    {
        var options = new CnnTrainingOptions { Dataset = "" };
        foreach (TrainingArgument argument in _training) argument.Read(parsed, options);
        return options;
    }

    private void Train(WorkerHost host, ParseResult parsed, CancellationToken cancellation)
    {
        CnnTrainingOptions given = Read(parsed);
        // All of them before the first one runs: the last one's path must not come to light after hours.
        TrainingPlan[] plans = [.. SeedSeries.Of(given, parsed.GetValue(_seedCount) ?? 1).Select(TrainingSession.Plan)];
        if (parsed.GetValue(_installRuntime)) InstallRuntimeVerb.Ensure(host, given.Device, cancellation);
        var console = new TrainingConsole(host.Output, host.Terminal, parsed.GetValue(_verbose));
        try
        {
            foreach (TrainingPlan plan in plans)
            {
                console.Finish(TrainingSession.Run(plan, console, cancellation));
                if (plan.ReportPath is { } report) host.Output.WriteLine($"Report:        {report}");
            }
        }
        finally
        {
            console.Clear();
        }
    }
}
