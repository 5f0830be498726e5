namespace CnnTools.Core.Planning;

/// <summary>The values that a number may have.</summary>
/// <param name="Expected">The range in words.</param>
/// <param name="Contains">Whether a number is in the range.</param>
internal sealed record OptionRange(string Expected, Func<double, bool> Contains)
{
    /// <summary>Above 0.</summary>
    public static readonly OptionRange Positive = new("a number above 0", static value => double.IsFinite(value) && value > 0);

    /// <summary>0 and above.</summary>
    public static readonly OptionRange NotNegative = new("a number of at least 0", static value => double.IsFinite(value) && value >= 0);

    /// <summary>A part of a whole, but not the whole.</summary>
    public static readonly OptionRange Fraction = new("a fraction in [0, 1)", static value => value is >= 0 and < 1);

    /// <summary>A part of a whole, or the whole.</summary>
    public static readonly OptionRange ClosedFraction = new("a fraction in [0, 1]", static value => value is >= 0 and <= 1);

    /// <summary>More than nothing and less than the whole.</summary>
    public static readonly OptionRange OpenFraction = new("a number above 0 and below 1", static value => value is > 0 and < 1);

    /// <summary>Seconds that a <see cref="TimeSpan"/> can hold.</summary>
    public static readonly OptionRange Seconds = new("a number of seconds above 0", static value => value > 0 && value < TimeSpan.MaxValue.TotalSeconds);

    /// <summary>Whole numbers from a minimum on.</summary>
    public static OptionRange AtLeast(int minimum) => new(Invariant($"a whole number of at least {minimum}"), value => value >= minimum);

    /// <summary>Throws if a value is not in the range; null always is.</summary>
    /// <param name="option">The option's name.</param>
    /// <param name="value">A number.</param>
    /// <exception cref="CnnException">The value is out of range: id <c>OptionInvalid</c>.</exception>
    public void Check(string option, object? value)
    {
        if (value is null || Contains(Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture))) return;
        throw OptionError.Invalid($"{option}: expected {Expected}; found {value}.", value);
    }
}
