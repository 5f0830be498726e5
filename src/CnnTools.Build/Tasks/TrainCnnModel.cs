using System.Collections.Generic;
using System.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace CnnTools.Build.Tasks;

/// <summary>Trains a model where its data, network, options or worker changed.</summary>
[MSBuildMultiThreadableTask]
public sealed class TrainCnnModel : WorkerTask
{
    /// <summary>The models' files, one a seed, and the log.</summary>
    [Output]
    public ITaskItem[] TrainedModels { get; private set; } = [];

    private protected override string Verb => "train";

    private protected override bool UsesLibTorch => true;

    private protected override bool Concerns(ModelSpec model) => model.IsTrained;

    private protected override IEnumerable<string> Arguments(ModelSpec model) => model.TrainArguments();

    private protected override IEnumerable<string> Inputs(ModelSpec model) => model.ArchitectureFile is { } file ? ["network " + ContentHash.OfFile(file)] : [];

    private protected override DataSnapshot LookAtData(ModelSpec model) => model.LookAtData();

    private protected override IEnumerable<string> Outputs(ModelSpec model) => model.ModelPaths;

    private protected override string Announcement(ModelSpec model) => $"{model.Name}: training on {model.Dataset}; {model.LogPath} gets a line an epoch.";

    private protected override bool Conclude(ModelSpec model)
    {
        TrainedModels = [.. model.ModelPaths.Select(path => new TaskItem(path, new Dictionary<string, string> { ["CnnModel"] = model.Name, ["LogPath"] = model.LogPath }))];
        return true;
    }
}
