using System.CommandLine;
using CnnTools.Core.Evaluation;
using CnnTools.Core.Gates;
using CnnTools.Core.Gates.Exporters;
using CnnTools.Worker.Diagnostics;

namespace CnnTools.Worker.Verbs;

/// <summary>The verb <c>gate</c>: holds an evaluated model to its gates. Loads no libtorch.</summary>
internal sealed class GateVerb
{
    private readonly Option<string> _evaluation = new("--evaluation") { Description = "File that the verb evaluate wrote (--result-path)", Required = true };
    private readonly Option<string?> _name = new("--name") { Description = "The model's name in messages; without it, the model's file name" };
    private readonly Option<string?> _baseline = new("--baseline") { Description = "File that the verb baseline wrote" };
    private readonly Option<double?> _minAccuracy = OptionParsing.ForNumber<double>("--min-accuracy", "Smallest accuracy, in [0, 1]");
    private readonly Option<double?> _minLower = OptionParsing.ForNumber<double>("--min-accuracy-lower-bound", "Smallest lower end of the accuracy's 95% Wilson interval, in [0, 1]");
    private readonly Option<double?> _maxDrop = OptionParsing.ForNumber<double>("--max-accuracy-drop", "Largest drop below the baseline, in percentage points");
    private readonly Option<bool> _significant = new("--fail-on-significant-drop") { Description = "Fail where the model is significantly worse than the baseline" };
    private readonly Option<double?> _level = OptionParsing.ForNumber<double>("--significance-level", "How often --fail-on-significant-drop may raise a false alarm, in (0, 0.5]; default 0.05");
    private readonly Option<double?> _minRecall = OptionParsing.ForNumber<double>("--min-class-recall", "Smallest recall of any class, in [0, 1]");
    private readonly Option<double?> _minF1 = OptionParsing.ForNumber<double>("--min-class-f1", "Smallest F1 of any class, in [0, 1]");
    private readonly Option<double?> _maxCalibration = OptionParsing.ForNumber<double>("--max-calibration-error", "Largest expected calibration error, in [0, 1]");
    private readonly Option<double?> _maxGain = OptionParsing.ForNumber<double>("--max-suspicious-gain", "Largest gain over the baseline, in percentage points");
    private readonly Option<long?> _maxBytes = OptionParsing.ForNumber<long>("--max-model-bytes", "Largest size of the model's file in bytes");
    private readonly Option<long?> _maxParameters = OptionParsing.ForNumber<long>("--max-parameters", "Largest number of parameters");
    private readonly Option<double?> _maxLatency = OptionParsing.ForNumber<double>("--max-latency-milliseconds", "Largest 95th percentile of the time for one image");
    private readonly Option<int?> _minImages = OptionParsing.ForNumber<int>("--min-test-images", "Smallest number of images in the evaluation");
    private readonly Option<CnnGateSeverity?> _severity = OptionParsing.ForEnum<CnnGateSeverity>("--severity", "What gates do that do not pass; default Error");
    private readonly Option<string[]> _gateSeverity = new("--gate-severity") { Description = "What a single gate does, for instance MaxLatencyMilliseconds=Warning; may be given several times" };
    private readonly Option<bool> _allowNone = new("--allow-no-gate") { Description = "Pass a model for which no gate is set; without it, that is an error" };
    private readonly Option<string?> _reportPrefix = new("--report-prefix") { Description = "Write reports beside this path: .gate.json, .gate.junit.xml, .gate.sarif, .gate.md" };
    private readonly Option<string?> _page = new("--page") { Description = "Name of the model's report as a page, to be linked from the Markdown report" };
    private readonly Option<string?> _location = new("--location") { Description = "The file that the SARIF report points at; without it, the model" };

    /// <summary>The verb with its options.</summary>
    /// <param name="host">Runs the work.</param>
    public Command Create(WorkerHost host)
    {
        var command = new Command("gate", "Holds an evaluated model to its gates; exit code 1 where one fails")
        {
            _evaluation, _name, _baseline, _minAccuracy, _minLower, _maxDrop, _significant, _level, _minRecall, _minF1, _maxCalibration, _maxGain, _maxBytes, _maxParameters, _maxLatency, _minImages,
            _severity, _gateSeverity, _allowNone, _reportPrefix, _page, _location,
        };
        command.SetAction(parsed => host.Run(_ => Judge(host, parsed)));
        return command;
    }

    /// <summary>The gates as the engine takes them.</summary>
    internal CnnGateOptions Read(ParseResult parsed) => new()
    {
        MinAccuracy = parsed.GetValue(_minAccuracy),
        MinAccuracyLowerBound = parsed.GetValue(_minLower),
        MaxAccuracyDrop = parsed.GetValue(_maxDrop),
        FailOnSignificantDrop = parsed.GetValue(_significant),
        SignificanceLevel = parsed.GetValue(_level) ?? new CnnGateOptions().SignificanceLevel,
        MinClassRecall = parsed.GetValue(_minRecall),
        MinClassF1 = parsed.GetValue(_minF1),
        MaxCalibrationError = parsed.GetValue(_maxCalibration),
        MaxSuspiciousGain = parsed.GetValue(_maxGain),
        MaxModelBytes = parsed.GetValue(_maxBytes),
        MaxParameters = parsed.GetValue(_maxParameters),
        MaxLatencyMilliseconds = parsed.GetValue(_maxLatency),
        MinTestImages = parsed.GetValue(_minImages),
        Severity = parsed.GetValue(_severity) ?? CnnGateSeverity.Error,
        Severities = (parsed.GetValue(_gateSeverity) ?? []).Select(ParseSeverity).ToDictionary(static pair => pair.Gate, static pair => pair.Severity),
        Baseline = parsed.GetValue(_baseline),
    };

    private static (CnnGate Gate, CnnGateSeverity Severity) ParseSeverity(string text)
    {
        string[] parts = text.Split('=', 2);
        if (parts.Length == 2 && Enum.GetNames<CnnGate>().Contains(parts[0], StringComparer.OrdinalIgnoreCase) && Enum.GetNames<CnnGateSeverity>().Contains(parts[1], StringComparer.OrdinalIgnoreCase))
            return (Enum.Parse<CnnGate>(parts[0], ignoreCase: true), Enum.Parse<CnnGateSeverity>(parts[1], ignoreCase: true));
        throw new CnnException("OptionInvalid", CnnErrorCategory.InvalidArgument, $"--gate-severity: expected a gate ({string.Join(", ", Enum.GetNames<CnnGate>())}), '=' and one of {string.Join(", ", Enum.GetNames<CnnGateSeverity>())}; found '{text}'.", text);
    }

    private int Judge(WorkerHost host, ParseResult parsed)
    {
        IReadOnlyList<EvaluationRecord> runs = EvaluationFile.Read(parsed.GetRequiredValue(_evaluation));
        GateReport report = GateSession.Judge(parsed.GetValue(_name), Read(parsed), runs, parsed.GetValue(_allowNone));
        string name = report.Model;
        if (parsed.GetValue(_reportPrefix) is { } prefix) GateReportFiles.Write(prefix, report, parsed.GetValue(_location) ?? runs[0].Model, parsed.GetValue(_page));
        var diagnostics = new DiagnosticWriter(host.Output);
        foreach (CnnGateResult result in report.Results)
        {
            if (result.Outcome == CnnGateOutcome.Passed) host.Output.WriteLine($"{name}: passed {result.Gate}: {result.Reason}");
            else if (result.Fails) diagnostics.Error(result.Code, $"{name}: {result.Reason}");
            else diagnostics.Warning(result.Code, $"{name}: {result.Reason}");
        }

        foreach (GateNote note in report.Notes) diagnostics.Warning(note.Code, $"{name}: {note.Text}");
        if (report.Results.Count == 0) host.Output.WriteLine($"{name}: no gate is set.");
        return report.Passed ? ExitCode.Success : ExitCode.Error;
    }
}
