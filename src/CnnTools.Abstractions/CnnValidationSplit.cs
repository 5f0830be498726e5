using System.Globalization;

namespace CnnTools;

/// <summary>What early stopping and best-model selection watch: a stratified fraction held out of the training split, the dataset's own validation split, the
/// test split, or nothing.</summary>
/// <remarks>Converts from a number in <c>[0, 1)</c> (0 means nothing is held out) and from the words <c>Validation</c>, <c>Test</c> and <c>None</c>.</remarks>
public readonly record struct CnnValidationSplit
{
    /// <summary>Holds the given share of every class out of the training split.</summary>
    /// <param name="fraction">A share in <c>[0, 1)</c>; 0 holds nothing out.</param>
    /// <exception cref="CnnException">The share is outside <c>[0, 1)</c>: id <c>ValidationSplitInvalid</c>.</exception>
    public CnnValidationSplit(double fraction)
    {
        if (!(fraction >= 0 && fraction < 1)) throw Invalid(fraction.ToString(CultureInfo.InvariantCulture));
        Fraction = fraction;
    }

    private CnnValidationSplit(bool useTest, bool useOwn) => (UseTest, UseOwn) = (useTest, useOwn);

    /// <summary>The share of each class held out of the training split, in <c>[0, 1)</c>.</summary>
    public double Fraction { get; }

    /// <summary>True where the test split is watched, as the Keras tutorials do. The test accuracy then is no longer an honest estimate.</summary>
    public bool UseTest { get; }

    /// <summary>True where the dataset's own validation split is used.</summary>
    public bool UseOwn { get; }

    /// <summary>True where nothing is watched.</summary>
    public bool IsNone => !UseTest && !UseOwn && Fraction == 0;

    /// <summary>Watches the test split.</summary>
    public static CnnValidationSplit Test { get; } = new(useTest: true, useOwn: false);

    /// <summary>Uses the dataset's own validation split, such as a folder <c>val</c>; the default where there is one.</summary>
    public static CnnValidationSplit Validation { get; } = new(useTest: false, useOwn: true);

    /// <summary>Watches nothing.</summary>
    public static CnnValidationSplit None { get; }

    /// <summary>Reads <c>Validation</c>, <c>Test</c>, <c>None</c> or a fraction written with a decimal point.</summary>
    /// <param name="text">The text to read; case does not count.</param>
    /// <exception cref="CnnException">The text is none of these: id <c>ValidationSplitInvalid</c>.</exception>
    public static CnnValidationSplit Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Equals("Test", StringComparison.OrdinalIgnoreCase)) return Test;
        if (text.Equals("Validation", StringComparison.OrdinalIgnoreCase)) return Validation;
        if (text.Equals("None", StringComparison.OrdinalIgnoreCase)) return None;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double fraction) ? new(fraction) : throw Invalid(text);
    }

    /// <inheritdoc/>
    public override string ToString() => UseTest ? "Test" : UseOwn ? "Validation" : Fraction == 0 ? "None" : Fraction.ToString(CultureInfo.InvariantCulture);

    private static CnnException Invalid(string found) => new("ValidationSplitInvalid", CnnErrorCategory.InvalidArgument,
        $"ValidationSplit: expected a fraction in [0, 1) such as 0.1, 'Validation', 'Test' or 'None'; found '{found}'.", found);
}
