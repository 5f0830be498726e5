using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Microsoft.Build.Framework;

namespace CnnTools.Build;

/// <summary>One <c>CnnModel</c> item, read and checked: its files, and the worker's arguments for each step.</summary>
internal sealed class ModelSpec
{
    private readonly ITaskItem _item;
    private readonly string _projectDirectory;
    private readonly string _intermediatePath;

    private ModelSpec(ITaskItem item, string projectDirectory, string intermediatePath)
    {
        (_item, _projectDirectory, _intermediatePath) = (item, projectDirectory, intermediatePath);
        bool isFile = item.ItemSpec.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase);
        Name = isFile ? Path.GetFileNameWithoutExtension(item.ItemSpec) : item.ItemSpec;
        IsTrained = !isFile && !Is("Train", false);
        ModelPath = isFile ? FullPath(item.ItemSpec) : Text("ModelPath") is { } path ? FullPath(path) : InIntermediate(".safetensors");
    }

    /// <summary>The model's name in messages and file names.</summary>
    public string Name { get; }

    /// <summary>Whether the build trains the model; else it exists already and is only gated.</summary>
    public bool IsTrained { get; }

    /// <summary>Full path of the model's file; with several seeds, of the first one's.</summary>
    public string ModelPath { get; }

    /// <summary>Full paths of the models' files, one a seed.</summary>
    public IReadOnlyList<string> ModelPaths
    {
        get
        {
            // As the worker names them: the first seed's file is the model, the others' get .seedN before the ending.
            long seed = Number("Seed", 1);
            long count = IsTrained ? Math.Max(1, Number("SeedCount", 1)) : 1;
            return [ModelPath, .. Enumerable.Range(1, (int)Math.Min(count, 1000) - 1).Select(index => Path.ChangeExtension(ModelPath, FormattableString.Invariant($".seed{seed + index}.safetensors")))];
        }
    }

    /// <summary>The dataset, as the project names it.</summary>
    public string Dataset => Text("Dataset")!;

    /// <summary>The dataset that the model is graded on.</summary>
    public string TestDataset => Text("TestDataset") ?? Dataset;

    /// <summary>The training data's files as they are now.</summary>
    public DataSnapshot LookAtData() => DataSnapshot.Take(Dataset, FullPath(Dataset), CacheFolder, ReportPrefix + ".data");

    /// <summary>The files of the data that the model is graded on, as they are now.</summary>
    public DataSnapshot LookAtTestData() => DataSnapshot.Take(TestDataset, FullPath(TestDataset), CacheFolder, ReportPrefix + ".test-data");

    /// <summary>The network's file; null where it is a network by name.</summary>
    public string? ArchitectureFile => Text("Architecture") is { } architecture && File.Exists(FullPath(architecture)) ? FullPath(architecture) : null;

    /// <summary>Full path of the CSV log of the training.</summary>
    public string LogPath => InIntermediate(".csv");

    /// <summary>Full path of the evaluation's results.</summary>
    public string EvaluationPath => InIntermediate(".evaluation.json");

    /// <summary>Full path of the gates' reports without their endings.</summary>
    public string ReportPrefix => Path.Combine(_intermediatePath, Name);

    /// <summary>Whether the project wants the model's report as a page.</summary>
    public bool WantsPage => Is("Report", true);

    /// <summary>Full path of the model's report as a page.</summary>
    public string PagePath => ReportPrefix + ".html";

    /// <summary>Full path of the verdicts that the page shows.</summary>
    public string VerdictPath => ReportPrefix + ".gate.json";

    /// <summary>Full path of the baseline; it need not exist.</summary>
    public string BaselinePath => FullPath(Text("Baseline") ?? Name + ".baseline.json");

    /// <summary>Whether a gate compares with a baseline.</summary>
    public bool NeedsBaseline => Text("MaxAccuracyDrop") is not null || Text("MaxSuspiciousGain") is not null || Is(ModelMetadata.SignificantDrop, true);

    /// <summary>CPU threads that the project asks for; null where it leaves them to the build.</summary>
    public int? Thread => Text("Thread") is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0 ? count : null;

    /// <summary>Reads an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="projectDirectory">What relative paths are relative to.</param>
    /// <param name="intermediatePath">The folder of the files between the steps.</param>
    /// <param name="allowUnknown">Whether metadata that mean nothing here are passed over.</param>
    /// <param name="problems">What is wrong with it: code and sentence.</param>
    /// <returns>The item; null where there are problems.</returns>
    public static ModelSpec? Read(ITaskItem item, string projectDirectory, string intermediatePath, bool allowUnknown, out IReadOnlyList<(string Code, string Text)> problems)
    {
        List<(string, string)> found = [];
        if (!item.ItemSpec.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase) && item.ItemSpec.IndexOfAny([.. Path.GetInvalidFileNameChars(), '/', '\\', ':', '*', '?', '"', '<', '>', '|']) >= 0)
            found.Add(("CNN1061", $"CnnModel '{item.ItemSpec}': expected a name that can be a file's, or the path of a .safetensors file."));
        if (string.IsNullOrWhiteSpace(item.GetMetadata("Dataset")))
            found.Add(("CNN1062", $"CnnModel '{item.ItemSpec}': expected the metadata Dataset (or the property CnnDataset): a dataset's name, a folder with a subfolder a class, or a CSV manifest; found none."));
        foreach (string name in item.CloneCustomMetadata().Keys.Cast<string>().Where(name => !allowUnknown && !ModelMetadata.Known.Contains(name, StringComparer.OrdinalIgnoreCase)))
            found.Add(("CNN1060", $"CnnModel '{item.ItemSpec}': nothing is known of the metadata '{name}'.{(ModelMetadata.Nearest(name) is { } near ? $" Did you mean '{near}'?" : "")} A gate that is misspelt would never fail; CnnAllowUnknownMetadata=true passes over such metadata."));
        foreach (string name in ModelMetadata.Switches)
            if (item.GetMetadata(name) is { Length: > 0 } text && !bool.TryParse(text, out _)) found.Add(("CNN1063", $"CnnModel '{item.ItemSpec}': {name}: expected true or false; found '{text}'."));
        problems = found;
        return found.Count == 0 ? new ModelSpec(item, projectDirectory, intermediatePath) : null;
    }

    /// <summary>The worker's arguments to train.</summary>
    public IEnumerable<string> TrainArguments()
    {
        yield return "--dataset";
        yield return Dataset;
        foreach (string argument in TrainingArguments(MetadataForm.Value)) yield return argument;
        foreach (string argument in OptionFor(ModelMetadata.SeedCount, ModelMetadata.OptionOf(ModelMetadata.SeedCount))) yield return argument;
        foreach (string argument in MachineArguments()) yield return argument;
        foreach (string argument in (string[])["--output-path", ModelPath, "--log-path", LogPath, "--force"]) yield return argument;
        foreach (string argument in TrainingArguments(MetadataForm.Folder).Concat(TrainingArguments(MetadataForm.FolderPerModel))) yield return argument;
    }

    /// <summary>The worker's arguments to evaluate.</summary>
    public IEnumerable<string> EvaluateArguments()
    {
        foreach (string path in ModelPaths)
        {
            yield return "--model";
            yield return path;
        }

        foreach (string argument in (string[])["--dataset", TestDataset, "--result-path", EvaluationPath]) yield return argument;
        foreach (string argument in OptionFor("Split", "--split")) yield return argument;
        if (Text("MaxLatencyMilliseconds") is not null) yield return "--latency";
        // A gate grades what will be served: 32-bit floats, whatever the training used.
        foreach (string argument in MachineArguments(precision: false)) yield return argument;
    }

    /// <summary>The worker's arguments to judge the gates.</summary>
    public IEnumerable<string> GateArguments()
    {
        foreach (string argument in (string[])["--name", Name, "--evaluation", EvaluationPath, "--report-prefix", ReportPrefix]) yield return argument;
        foreach (string bound in ModelMetadata.Bounds)
            foreach (string argument in OptionFor(bound, ModelMetadata.OptionOf(bound))) yield return argument;
        if (Is(ModelMetadata.SignificantDrop, true)) yield return "--fail-on-significant-drop";
        // A project may train a model that nothing is asked of, or switch its gates off.
        yield return "--allow-no-gate";
        if (WantsPage) foreach (string argument in (string[])["--page", Path.GetFileName(PagePath)]) yield return argument;
        foreach (string argument in OptionFor("SignificanceLevel", "--significance-level")) yield return argument;
        foreach (string argument in OptionFor("GateSeverity", "--severity")) yield return argument;
        foreach (string gate in ModelMetadata.Gates)
        {
            if (Text(gate + "Severity") is not { } severity) continue;
            yield return "--gate-severity";
            yield return $"{gate}={severity}";
        }

        if (!NeedsBaseline) yield break;
        yield return "--baseline";
        yield return BaselinePath;
    }

    /// <summary>The worker's arguments to write the report as a page.</summary>
    public IEnumerable<string> PageArguments()
    {
        foreach (string path in ModelPaths)
        {
            yield return "--model";
            yield return path;
        }

        foreach (string argument in (string[])["--dataset", TestDataset, "--gate-report", VerdictPath, "--output-path", PagePath, "--force"]) yield return argument;
        foreach (string argument in OptionFor("Split", "--split")) yield return argument;
        foreach (string argument in MachineArguments(precision: false)) yield return argument;
    }

    /// <summary>A path as the project means it, in full.</summary>
    public string FullPath(string path) => Path.GetFullPath(Path.Combine(_projectDirectory, path.Replace('\\', Path.DirectorySeparatorChar)));

    private IEnumerable<string> MachineArguments(bool precision = true)
    {
        // The build grants the threads.
        string[] left = precision ? ["Thread"] : ["Thread", "Precision"];
        return ModelMetadata.Training.Where(metadata => metadata.Form == MetadataForm.Machine && !left.Contains(metadata.Name)).SelectMany(ArgumentsFor);
    }

    private IEnumerable<string> TrainingArguments(MetadataForm form) =>
        ModelMetadata.Training.Where(metadata => metadata.Form == form).SelectMany(ArgumentsFor);

    private IEnumerable<string> ArgumentsFor(TrainingMetadata metadata) => (Text(metadata.Name) ?? metadata.BuildDefault) switch
    {
        null => [],
        var value when metadata.IsSwitch => bool.Parse(value) == metadata.IsOnByDefault ? [] : [metadata.Option],
        var folder when metadata.Form == MetadataForm.Folder => [metadata.Option, FullPath(folder)],
        var folder when metadata.Form == MetadataForm.FolderPerModel => [metadata.Option, Path.Combine(FullPath(folder), Name)],
        var value => [metadata.Option, value],
    };

    private IEnumerable<string> OptionFor(string metadata, string option) => Text(metadata) is { } value ? [option, value] : [];

    private string CacheFolder => FullPath(Text("DatasetCache") ?? CachedDataset.DefaultCache());

    private string? Text(string metadata) => _item.GetMetadata(metadata) is { } text && text.Trim() is { Length: > 0 } trimmed ? trimmed : null;

    private bool Is(string metadata, bool value) => bool.TryParse(Text(metadata), out bool found) && found == value;

    private long Number(string metadata, long otherwise) => long.TryParse(Text(metadata), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : otherwise;

    private string InIntermediate(string ending) => Path.Combine(_intermediatePath, Name + ending);
}
