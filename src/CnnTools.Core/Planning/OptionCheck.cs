namespace CnnTools.Core.Planning;

/// <summary>Gives a value back where it is in its range; else says which option, what was expected and what was found.</summary>
internal static class OptionCheck
{
    public static int AtLeast(int minimum, int value, string option) =>
        value >= minimum ? value : throw Invalid($"{option}: expected a whole number of at least {minimum}; found {value}.", value);

    public static double Positive(double value, string option) =>
        double.IsFinite(value) && value > 0 ? value : throw Invalid(Invariant($"{option}: expected a number above 0; found {value}."), value);

    public static double NotNegative(double value, string option) =>
        double.IsFinite(value) && value >= 0 ? value : throw Invalid(Invariant($"{option}: expected a number of at least 0; found {value}."), value);

    public static double Share(double value, string option) =>
        value is >= 0 and < 1 ? value : throw Invalid(Invariant($"{option}: expected a fraction in [0, 1); found {value}."), value);

    public static double UpToOne(double value, string option) =>
        value is >= 0 and <= 1 ? value : throw Invalid(Invariant($"{option}: expected a fraction in [0, 1]; found {value}."), value);

    public static double Between(double value, string option) =>
        value is > 0 and < 1 ? value : throw Invalid(Invariant($"{option}: expected a number above 0 and below 1; found {value}."), value);

    public static TimeSpan Seconds(double value, string option) =>
        value > 0 && value < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(value) : throw Invalid(Invariant($"{option}: expected a number of seconds above 0; found {value}."), value);

    public static CnnException Invalid(string message, object? target) => new("OptionInvalid", CnnErrorCategory.InvalidArgument, message, target);
}
