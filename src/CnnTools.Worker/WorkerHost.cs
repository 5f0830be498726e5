using System.CommandLine;
using System.Runtime.InteropServices;
using CnnTools.Core.Hardware;
using CnnTools.Worker.Diagnostics;
using CnnTools.Worker.Verbs;

namespace CnnTools.Worker;

/// <summary>Reads the command line, runs a verb, and turns what happened into diagnostics and an exit code.</summary>
/// <param name="output">Where results and diagnostics go.</param>
/// <param name="terminal">Where a moving line may go; null where nobody watches.</param>
internal sealed class WorkerHost(TextWriter output, TextWriter? terminal)
{
    private readonly DiagnosticWriter _diagnostics = new(output);
    private readonly Option<string?> _stopFile = new("--stop-file") { Description = "Stop, as at Ctrl+C, when this file appears", Recursive = true, Hidden = true };
    private readonly Option<int?> _parentProcess = new("--parent-process") { Description = "Stop, as at Ctrl+C, when the process of this id is gone", Recursive = true, Hidden = true };
    private ParseResult? _parsed;

    /// <summary>Where results and diagnostics go.</summary>
    public TextWriter Output => output;

    /// <summary>Where a moving line may go; null where nobody watches.</summary>
    public TextWriter? Terminal => terminal;

    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <returns>An exit code.</returns>
    public int Invoke(IReadOnlyList<string> arguments)
    {
        var root = new RootCommand("Trains, evaluates and runs CNN image classifiers. Errors are written as 'CnnTools : error CNNnnnn: message'; exit codes: 0 done, 1 error, 2 usage, 130 stopped.");
        foreach (Command verb in Verbs(arguments.Count > 0 ? arguments[0] : "")) root.Subcommands.Add(verb);
        root.Options.Add(_stopFile);
        root.Options.Add(_parentProcess);

        ParseResult parsed = _parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = ResponseFile.TryRead });
        if (parsed.Errors.Count == 0) return parsed.Invoke(new InvocationConfiguration { Output = output, Error = output, EnableDefaultExceptionHandler = false });
        foreach (var error in parsed.Errors) _diagnostics.Error(DiagnosticCode.Usage, $"{error.Message} See --help.");
        return ExitCode.Usage;
    }

    /// <summary>All verbs; only the one that is named, if it is one of them: the options of the others cost time at each start.</summary>
    private IEnumerable<Command> Verbs(string name)
    {
        (string Name, Func<Command> Create)[] verbs =
        [
            ("train", () => new TrainVerb().Create(this)),
            ("evaluate", () => new EvaluateVerb().Create(this)),
            ("predict", () => new PredictVerb().Create(this)),
            ("gate", () => new GateVerb().Create(this)),
            ("baseline", () => new BaselineVerb().Create(this)),
            ("report", () => new ReportVerb().Create(this)),
            ("chart", () => new ChartVerb().Create(this)),
            ("install-runtime", () => new InstallRuntimeVerb().Create(this)),
        ];
        if (verbs.FirstOrDefault(verb => verb.Name == name).Create is { } create) return [create()];
        Command[] lists = [.. ListVerbs.Create(this)];
        return lists.Where(verb => verb.Name == name) is var named && named.Any() ? named : [.. verbs.Select(static verb => verb.Create()), .. lists];
    }

    /// <summary>Runs a verb's work. SIGINT and SIGTERM cancel it; a second one ends the process as if nobody listened.</summary>
    /// <param name="work">The work.</param>
    /// <returns>An exit code.</returns>
    public int Run(Action<CancellationToken> work) => Run(cancellation =>
    {
        work(cancellation);
        return ExitCode.Success;
    });

    /// <summary>Runs a verb's work that has an exit code of its own.</summary>
    /// <inheritdoc cref="Run(Action{CancellationToken})"/>
    public int Run(Func<CancellationToken, int> work)
    {
        using var stopping = new CancellationTokenSource();
        void Stop(PosixSignalContext context)
        {
            if (stopping.IsCancellationRequested) return;
            context.Cancel = true;
            stopping.Cancel();
        }

        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var watch = new ProcessWatch(_parsed?.GetValue(_stopFile), _parsed?.GetValue(_parentProcess), stopping.Cancel);
        try
        {
            return work(stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            output.WriteLine("Stopped before the end.");
            return ExitCode.Cancelled;
        }
        catch (CnnException exception)
        {
            _diagnostics.Error(DiagnosticCode.Of(exception), exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _diagnostics.Error(DiagnosticCode.FileAccess, exception.Message);
        }
        catch (Exception exception) when (TorchFailure.Translate(exception) is { } failure)
        {
            _diagnostics.Error(DiagnosticCode.Of(failure), failure.Message);
        }
        catch (Exception exception)
        {
            // The one place that catches everything: a process that a build started must end with a diagnostic, not with a dump.
            _diagnostics.Error(DiagnosticCode.Unexpected, $"{exception.GetType().Name}: {exception.Message}");
            Console.Error.WriteLine(exception);
        }

        return ExitCode.Error;
    }
}
