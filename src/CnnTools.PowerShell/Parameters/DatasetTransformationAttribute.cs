using System.Management.Automation;

namespace CnnTools.PowerShell.Parameters;

/// <summary>
/// Turns what may stand for a dataset in the pipeline into its name or path: a CnnDatasetInfo (also one read back from a file), a folder, a CSV file.
/// Strings stay as they are.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DatasetTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            null or string => value,
            FileSystemInfo file => file.FullName,
            _ => OfProperties(PSObject.AsPSObject(inputData!)),
        };
    }

    private static string OfProperties(PSObject value) =>
        DatasetChoice.Of(value.Properties["Name"]?.Value as string, value.Properties["Path"]?.Value as string)
        ?? throw new ArgumentTransformationMetadataException(
            $"Dataset: expected a name (see Get-CnnDataset), a folder, a CSV manifest or a CnnDatasetInfo; found an object of type {value.TypeNames[0]}.");
}
