using System.Collections;
using System.Management.Automation;

namespace CnnTools.PowerShell.Parameters;

/// <summary>Turns what may stand for a model into its path: a CnnModelInfo, a CnnTrainingResult or a CnnEvaluationResult (also one read back from a file), a
/// file. Strings stay as they are.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ModelTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        Unwrap(inputData) is IList list ? list.Cast<object?>().Select(PathOf).ToArray() : PathOf(inputData);

    private static object? PathOf(object? item) => Unwrap(item) switch
    {
        null => null,
        string text => text,
        FileSystemInfo file => file.FullName,
        CnnTrainingResult result => result.ModelPath
            ?? throw new ArgumentTransformationMetadataException($"Model: expected a training that kept its model; the one of {result.Architecture} on {result.Dataset} kept none. Train with -OutputPath."),
        CnnRun run => run.ModelPath ?? throw new ArgumentTransformationMetadataException($"Model: expected a training that kept its model; the run {run.Id} kept none. Train with -OutputPath."),
        _ => PSObject.AsPSObject(item!).Properties["Path"]?.Value as string
            ?? PSObject.AsPSObject(item!).Properties["ModelPath"]?.Value as string
            ?? PSObject.AsPSObject(item!).Properties["Model"]?.Value as string
            ?? throw new ArgumentTransformationMetadataException($"Model: expected the path of a model file, a file or a CnnModelInfo; found an object of type {PSObject.AsPSObject(item!).TypeNames[0]}."),
    };

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
