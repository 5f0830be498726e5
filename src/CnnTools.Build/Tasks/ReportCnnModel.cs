using System.Collections.Generic;
using System.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace CnnTools.Build.Tasks;

/// <summary>Writes a model's report as a page beside its verdict, where the project wants one, and something in it changed. A model that did not pass its gates
/// gets one as well: it shows why.</summary>
[MSBuildMultiThreadableTask]
public sealed class ReportCnnModel : WorkerTask
{
    /// <summary>What was evaluated: metadata <c>CnnModel</c>.</summary>
    public ITaskItem[] Evaluations { get; set; } = [];

    /// <summary>The page, with the metadata <c>CnnModel</c>; null where none is wanted.</summary>
    [Output]
    public ITaskItem? Page { get; private set; }

    private protected override string Verb => "report";

    /// <summary>A model without an evaluation or a verdict has been reported already.</summary>
    private protected override bool Concerns(ModelSpec model) =>
        model.WantsPage && Evaluations.Any(evaluation => evaluation.GetMetadata("CnnModel") == model.Name) && System.IO.File.Exists(model.VerdictPath);

    private protected override IEnumerable<string> Arguments(ModelSpec model) => model.PageArguments();

    private protected override IEnumerable<string> Inputs(ModelSpec model) =>
    [
        .. model.ModelPaths.Select(static path => "model " + ContentHash.OfFile(path)),
        "verdict " + ContentHash.OfFile(model.VerdictPath),
    ];

    private protected override DataSnapshot LookAtData(ModelSpec model) => model.LookAtTestData();

    private protected override IEnumerable<string> Outputs(ModelSpec model) => [model.PagePath];

    private protected override bool Conclude(ModelSpec model)
    {
        Page = new TaskItem(model.PagePath, new Dictionary<string, string> { ["CnnModel"] = model.Name });
        Log.LogMessage(MessageImportance.High, "{0}", $"{model.Name}: report {model.PagePath}");
        return true;
    }
}
