using System.Collections.Generic;
using System.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace CnnTools.Build.Tasks;

/// <summary>Reads all <c>CnnModel</c> items before any work, so that a slip of the pen does not come to light after an hour of training.</summary>
[MSBuildMultiThreadableTask]
public sealed class CheckCnnModels : Task
{
    /// <summary>The models.</summary>
    [Required]
    public ITaskItem[] Models { get; set; } = [];

    /// <summary>Folder of the project.</summary>
    [Required]
    public string ProjectDirectory { get; set; } = "";

    /// <summary>Folder of the files between the steps.</summary>
    [Required]
    public string IntermediatePath { get; set; } = "";

    /// <summary>Whether metadata that mean nothing here are passed over.</summary>
    public bool AllowUnknownMetadata { get; set; }

    /// <summary>The page that explains the codes.</summary>
    public string? HelpFile { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        var names = new Dictionary<string, string>(System.StringComparer.OrdinalIgnoreCase);
        foreach (ITaskItem item in Models)
        {
            ModelSpec? model = ModelSpec.Read(item, ProjectDirectory, IntermediatePath, AllowUnknownMetadata, out IReadOnlyList<(string Code, string Text)> problems);
            foreach ((string code, string text) in problems) Report(item, code, text);
            if (model is null) continue;
            // Files between the steps carry the name: two models of one name would take each other's verdict.
            if (names.TryGetValue(model.Name, out string other)) Report(item, "CNN1065", $"CnnModel '{item.ItemSpec}': expected a name of its own; '{other}' has the name {model.Name} as well. Rename one of them.");
            else names[model.Name] = item.ItemSpec;
        }

        return !Log.HasLoggedErrors;
    }

    private void Report(ITaskItem item, string code, string text) => Log.LogError(null, code, null, HelpPage.LinkTo(HelpFile, code), item.GetMetadata("DefiningProjectFullPath"), 0, 0, 0, 0, text);
}
