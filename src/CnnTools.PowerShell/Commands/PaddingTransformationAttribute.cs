using System.Globalization;
using System.Management.Automation;

namespace CnnTools.PowerShell.Commands;

/// <summary>Turns what may stand for padding into a <see cref="CnnPadding"/>, or into a number of pixels.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PaddingTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is null or CnnPadding or int) return value;
        string text = string.Format(CultureInfo.InvariantCulture, "{0}", value);
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int pixels)) return pixels;
        return Enum.TryParse(text, ignoreCase: true, out CnnPadding padding) && Enum.IsDefined(padding)
            ? padding
            : throw new ArgumentTransformationMetadataException($"Padding: expected Valid, Same or a number of pixels; found '{text}'.");
    }
}
