using System.Collections;
using System.Management.Automation;

namespace CnnTools.PowerShell.Parameters;

/// <summary>Turns what a report can be made of into its path: a training of Get-CnnRun (also one read back from a file) into its record, or into its model
/// where there is no record; all else as a model.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ReportSourceTransformationAttribute : ArgumentTransformationAttribute
{
    private static readonly ModelTransformationAttribute s_model = new();

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is IList list
        ? list.Cast<object?>().Select(item => PathOf(engineIntrinsics, item)).ToArray()
        : PathOf(engineIntrinsics, inputData);

    private static object? PathOf(EngineIntrinsics engineIntrinsics, object? item)
    {
        if (item is null) return null;
        PSPropertyInfo? record = PSObject.AsPSObject(item).Properties["RecordPath"];
        if (record?.Value is string { Length: > 0 } path) return path;
        if (record is not null && PSObject.AsPSObject(item).Properties["ModelPath"]?.Value is not string { Length: > 0 })
            throw new ArgumentTransformationMetadataException("Model: expected a training with a record or a model; found one with neither.");
        return s_model.Transform(engineIntrinsics, item);
    }
}
