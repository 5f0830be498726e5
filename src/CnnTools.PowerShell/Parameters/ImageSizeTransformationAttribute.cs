using System.Management.Automation;

namespace CnnTools.PowerShell.Parameters;

/// <summary>Lets an image size be written as PowerShell writes numbers and lists: <c>128</c>, <c>96,128</c>, and as the text <c>96x128</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ImageSizeTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is null or CnnImageSize) return value;
        string text = value is System.Collections.IEnumerable list and not string ? string.Join(',', list.Cast<object>().Select(static each => LanguagePrimitives.ConvertTo<string>(each))) : LanguagePrimitives.ConvertTo<string>(value);
        try
        {
            return CnnImageSize.Parse(text);
        }
        catch (CnnException invalid)
        {
            throw new ArgumentTransformationMetadataException(invalid.Message, invalid);
        }
    }
}
