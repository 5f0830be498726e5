using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace CnnTools.PowerShell.Parameters;

/// <summary>Turns what may stand for class weights into them: a word or text as <see cref="CnnClassWeight.Parse"/> reads it, numbers in label order, a
/// hashtable of class names and numbers.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ClassWeightTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        try
        {
            return Of(Unwrap(inputData));
        }
        catch (Exception invalid) when (invalid is CnnException or FormatException or InvalidCastException or OverflowException)
        {
            string detail = invalid is CnnException ? invalid.Message : $"ClassWeight: expected Balanced, None, a number for each class in label order, or a hashtable of class names and numbers; {invalid.Message}";
            throw new ArgumentTransformationMetadataException(detail, invalid);
        }
    }

    private static object? Of(object? value) => value switch
    {
        null or CnnClassWeight => value,
        string text => CnnClassWeight.Parse(text),
        IDictionary named => new CnnClassWeight(named.Keys.Cast<object>().ToDictionary(static key => $"{key}", key => Number(named[key]))),
        IEnumerable numbers => new CnnClassWeight(numbers.Cast<object?>().Select(Number)),
        _ => new CnnClassWeight([Number(value)]),
    };

    private static double Number(object? value) => Convert.ToDouble(Unwrap(value), CultureInfo.InvariantCulture);

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
