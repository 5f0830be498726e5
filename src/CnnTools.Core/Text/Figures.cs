using System.Globalization;
using CnnTools.Core.Statistics;

namespace CnnTools.Core.Text;

/// <summary>Numbers as a report writes them: the same everywhere, whatever the culture of the machine that wrote it.</summary>
internal static class Figures
{
    /// <summary>A share as a percentage with two digits.</summary>
    public static string Percent(double? share) => share is { } value ? Invariant($"{100 * value:0.00}%") : "";

    /// <summary>An interval of a share as percentages with two digits.</summary>
    public static string Interval(WilsonInterval? interval) => interval is { } bounds ? Invariant($"{100 * bounds.Lower:0.00} to {100 * bounds.Upper:0.00}%") : "";

    /// <summary>A loss with four digits.</summary>
    public static string Loss(double? loss) => loss is { } value ? Invariant($"{value:0.0000}") : "";

    /// <summary>A whole number with its thousands apart.</summary>
    public static string Whole(long count) => Invariant($"{count:N0}");

    /// <summary>A number with at most six significant digits; nothing for one that nobody wrote down.</summary>
    public static string Number(double value) => double.IsNaN(value) ? "" : value.ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>A size in the unit that suits it.</summary>
    public static string Bytes(long bytes) => bytes < 1024 ? Invariant($"{bytes} bytes") : bytes < 1024 * 1024 ? Invariant($"{bytes / 1024.0:0.0} KiB") : Invariant($"{bytes / (1024.0 * 1024):0.0} MiB");

    /// <summary>A duration in the unit that suits it.</summary>
    public static string Duration(double seconds) =>
        seconds < 60 ? Invariant($"{seconds:0.0} s") : seconds < 3600 ? Invariant($"{(int)seconds / 60} min {(int)seconds % 60} s") : Invariant($"{(int)seconds / 3600} h {(int)seconds % 3600 / 60} min");

    /// <summary>A number and its noun, which gets an s where there is not one.</summary>
    public static string Counted(long count, string noun) => Invariant($"{count:N0} {noun}{(count == 1 ? "" : "s")}");
}
