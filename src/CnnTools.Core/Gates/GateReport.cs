using CnnTools.Core.Evaluation;

namespace CnnTools.Core.Gates;

/// <summary>A model's verdicts, and what they rest on.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Results">One a gate.</param>
/// <param name="Notes">What a reader should know although no gate asked: code and sentence.</param>
/// <param name="Runs">The evaluations, one a seed.</param>
public sealed record GateReport(string Model, IReadOnlyList<CnnGateResult> Results, IReadOnlyList<GateNote> Notes, IReadOnlyList<EvaluationRecord> Runs)
{
    /// <summary>Whether no gate keeps the model out.</summary>
    public bool Passed => !Results.Any(static result => result.Fails);

    /// <summary>Judges a model and notes what weakens the verdict.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="options">The gates.</param>
    /// <param name="runs">Evaluations of the model on the same images, one a seed.</param>
    /// <param name="baseline">Makes the baseline, where it is not to be read from the file that the options name; may throw a <see cref="CnnException"/>, which
    /// fails the gates that need it.</param>
    /// <exception cref="CnnException">A bound cannot be meant: <c>OptionInvalid</c>.</exception>
    public static GateReport Of(string model, CnnGateOptions options, IReadOnlyList<EvaluationRecord> runs, Func<Baseline>? baseline = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyList<CnnGateResult> results = GateEvaluator.Judge(model, options, runs, baseline ?? (options.Baseline is { } path ? () => BaselineFile.Read(path) : null));
        var notes = new List<GateNote>();
        // Nobody grades on the split they tuned on: the figure is too good by what the choice of the best epoch gained.
        if (runs.Any(static run => run.Split == CnnSplit.Test && run.ValidationSplit == CnnValidationSplit.Test.ToString()))
            notes.Add(new GateNote(GateCodes.TunedOnTest, "the training watched the test split to choose its best epoch, so that every figure on it is too good; train with a ValidationSplit held out of the training split, for instance 0.1."));
        return new GateReport(model, results, notes, runs);
    }
}

/// <summary>Something to know beside the verdicts.</summary>
/// <param name="Code">Its stable code.</param>
/// <param name="Text">One sentence.</param>
public sealed record GateNote(string Code, string Text);
