namespace CnnTools.Core.Gates;

/// <summary>Refuses bounds that cannot be meant.</summary>
public static class GateOptionCheck
{
    /// <summary>Checks every bound that is set.</summary>
    /// <param name="options">The gates.</param>
    /// <exception cref="CnnException"><c>OptionInvalid</c>, with the option, what was expected and what was found.</exception>
    public static void Check(CnnGateOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Share(options.MinAccuracy, nameof(options.MinAccuracy));
        Share(options.MinAccuracyLowerBound, nameof(options.MinAccuracyLowerBound));
        Share(options.MinClassRecall, nameof(options.MinClassRecall));
        Share(options.MinClassF1, nameof(options.MinClassF1));
        Share(options.MaxCalibrationError, nameof(options.MaxCalibrationError));
        Points(options.MaxAccuracyDrop, nameof(options.MaxAccuracyDrop));
        Points(options.MaxSuspiciousGain, nameof(options.MaxSuspiciousGain));
        Require(options.MaxModelBytes is null or >= 1, nameof(options.MaxModelBytes), "a whole number of at least 1", options.MaxModelBytes);
        Require(options.MaxParameters is null or >= 1, nameof(options.MaxParameters), "a whole number of at least 1", options.MaxParameters);
        Require(options.MinTestImages is null or >= 1, nameof(options.MinTestImages), "a whole number of at least 1", options.MinTestImages);
        Require(options.MaxLatencyMilliseconds is null or (> 0 and < double.PositiveInfinity), nameof(options.MaxLatencyMilliseconds), "milliseconds above 0", options.MaxLatencyMilliseconds);
        Require(options.SignificanceLevel is > 0 and <= 0.5, nameof(options.SignificanceLevel), "a share in (0, 0.5], for instance 0.05", options.SignificanceLevel);
    }

    private static void Share(double? value, string option) =>
        Require(value is null or (>= 0 and <= 1), option, value is > 1 and <= 100 ? Invariant($"a fraction in [0, 1] ({value}% is {value / 100})") : "a fraction in [0, 1]", value);

    private static void Points(double? value, string option) =>
        Require(value is null or (>= 0 and <= 100), option, "percentage points in [0, 100] (half a point is 0.5)", value);

    private static void Require(bool holds, string option, string expected, object? found)
    {
        if (!holds) throw new CnnException("OptionInvalid", CnnErrorCategory.InvalidArgument, Invariant($"{option}: expected {expected}; found {found}."), found);
    }
}
