using System.Collections.Generic;
using System.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace CnnTools.Build.Tasks;

/// <summary>Runs a model over its test images where the model, the images or the worker changed, and keeps the results.</summary>
[MSBuildMultiThreadableTask]
public sealed class EvaluateCnnModel : WorkerTask
{
    /// <summary>The file with the results.</summary>
    [Output]
    public ITaskItem? Evaluation { get; private set; }

    private protected override string Verb => "evaluate";

    private protected override bool UsesLibTorch => true;

    private protected override IEnumerable<string> Arguments(ModelSpec model) => model.EvaluateArguments();

    private protected override IEnumerable<string> Inputs(ModelSpec model) => model.ModelPaths.Select(static path => "model " + ContentHash.OfFile(path));

    private protected override DataSnapshot LookAtData(ModelSpec model) => model.LookAtTestData();

    private protected override IEnumerable<string> Outputs(ModelSpec model) => [model.EvaluationPath];

    private protected override bool Conclude(ModelSpec model)
    {
        Evaluation = new TaskItem(model.EvaluationPath, new Dictionary<string, string> { ["CnnModel"] = model.Name });
        return true;
    }

    /// <summary>Whether the build trains models.</summary>
    public bool TrainsModels { get; set; }

    /// <summary>The models that were trained, or did not have to be: metadata <c>CnnModel</c>.</summary>
    public ITaskItem[] TrainedModels { get; set; } = [];

    /// <summary>A model that could not be trained has been reported; an older one must not be graded in its place.</summary>
    private protected override bool Concerns(ModelSpec model) => !model.IsTrained || !TrainsModels || TrainedModels.Any(trained => trained.GetMetadata("CnnModel") == model.Name);

    private protected override bool DiscardsFormerOutputs => true;
}
