namespace CnnTools.Core.Charts;

/// <summary>One axis: which values it spans and where its marks lie.</summary>
/// <param name="Minimum">The value at its beginning.</param>
/// <param name="Maximum">The value at its end, above <paramref name="Minimum"/>.</param>
/// <param name="Tick">The values marked.</param>
/// <param name="Logarithmic">Whether equal distances are equal ratios.</param>
internal sealed record AxisScale(double Minimum, double Maximum, IReadOnlyList<double> Tick, bool Logarithmic)
{
    /// <summary>An axis with marks at 1, 2 or 5 times a power of ten.</summary>
    /// <param name="minimum">The smallest value to show.</param>
    /// <param name="maximum">The largest value to show.</param>
    /// <param name="count">About how many marks.</param>
    public static AxisScale Linear(double minimum, double maximum, int count)
    {
        if (maximum - minimum < 1e-12 * Math.Max(1, Math.Abs(maximum))) (minimum, maximum) = minimum == 0 ? (0, 1) : (minimum - (Math.Abs(minimum) / 2), maximum + (Math.Abs(maximum) / 2));
        double step = Step((maximum - minimum) / count);
        double first = Math.Floor((minimum / step) + 1e-9), last = Math.Ceiling((maximum / step) - 1e-9);
        return new AxisScale(first * step, last * step, [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step)], false);
    }

    /// <summary>An axis of whole numbers that begins and ends with its data.</summary>
    public static AxisScale Whole(int minimum, int maximum, int count)
    {
        int step = (int)Math.Max(1, Step((maximum - minimum) / (double)count));
        int[] ticks = [.. Enumerable.Range(minimum, maximum - minimum + 1).Where(value => value % step == 0 || (value == minimum && step <= 2))];
        if (minimum < maximum) return new AxisScale(minimum, maximum, [.. ticks], false);
        return new AxisScale(minimum - 0.5, minimum + 0.5, [minimum], false);
    }

    /// <summary>An axis of powers of ten.</summary>
    /// <param name="minimum">The smallest value to show, above 0.</param>
    /// <param name="maximum">The largest value to show.</param>
    public static AxisScale PowersOfTen(double minimum, double maximum)
    {
        int first = (int)Math.Floor(Math.Log10(minimum) + 1e-9), last = (int)Math.Ceiling(Math.Log10(maximum) - 1e-9);
        return new AxisScale(Math.Pow(10, first), Math.Pow(10, last), [.. Enumerable.Range(first, last - first + 1).Select(power => Math.Pow(10, power))], true);
    }

    /// <summary>Where a value lies: 0 at the beginning, 1 at the end.</summary>
    public double Position(double value) => Logarithmic
        ? (Math.Log10(value) - Math.Log10(Minimum)) / (Math.Log10(Maximum) - Math.Log10(Minimum))
        : (value - Minimum) / (Maximum - Minimum);

    /// <summary>The next of 1, 2, 5 times a power of ten.</summary>
    private static double Step(double rough)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double multiple = rough / power;
        return power * (multiple <= 1 + 1e-9 ? 1 : multiple <= 2 + 1e-9 ? 2 : multiple <= 5 + 1e-9 ? 5 : 10);
    }
}
