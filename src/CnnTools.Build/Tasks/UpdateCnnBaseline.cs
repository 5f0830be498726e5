using System.Collections.Generic;
using System.Linq;
using Microsoft.Build.Framework;

namespace CnnTools.Build.Tasks;

/// <summary>Makes the model as it is now the one that later ones are compared with. Runs only when somebody asks for it.</summary>
[MSBuildMultiThreadableTask]
public sealed class UpdateCnnBaseline : WorkerTask
{
    /// <summary>What was evaluated: metadata <c>CnnModel</c>.</summary>
    public ITaskItem[] Evaluations { get; set; } = [];

    private protected override string Verb => "baseline";

    // What was not evaluated has been reported; a former evaluation makes no baseline.
    private protected override bool Concerns(ModelSpec model) => Evaluations.Any(evaluation => evaluation.GetMetadata("CnnModel") == model.Name);

    private protected override bool UsesCores => false;

    private protected override IEnumerable<string> Arguments(ModelSpec model) => ["--evaluation", model.EvaluationPath, "--output-path", model.BaselinePath, "--force"];

    private protected override IEnumerable<string> Inputs(ModelSpec model) => ["evaluation " + ContentHash.OfFile(model.EvaluationPath)];

    private protected override IEnumerable<string> Outputs(ModelSpec model) => [model.BaselinePath];

    private protected override bool Conclude(ModelSpec model)
    {
        Log.LogMessage(MessageImportance.High, "{0}", $"{model.Name}: baseline in {model.BaselinePath}. Look at it and commit it.");
        return true;
    }
}
