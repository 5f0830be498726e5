using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace CnnTools.Build.Tasks;

/// <summary>
/// One step for one model: starts the worker where the step's inputs changed, and leaves everything where they did not. libtorch is loaded in the worker and
/// never in the build.
/// </summary>
public abstract class WorkerTask : ToolTask
{
    // A worker that is asked to stop does so within a batch, then writes what it must; one that does not is killed.
    private static readonly TimeSpan s_stopPatience = TimeSpan.FromSeconds(10);

    private readonly object _worker = new();
    private bool _workerRuns;
    private volatile bool _cancelled;
    private bool _reportedError;

    /// <summary>The model.</summary>
    [Required]
    public ITaskItem Model { get; set; } = null!;

    /// <summary>Path of CnnTools.Worker.dll.</summary>
    [Required]
    public string WorkerPath { get; set; } = "";

    /// <summary>Folder of the project, which relative paths are relative to.</summary>
    [Required]
    public string ProjectDirectory { get; set; } = "";

    /// <summary>Folder of the files between the steps.</summary>
    [Required]
    public string IntermediatePath { get; set; } = "";

    /// <summary>Path of the dotnet executable; empty for the one on the PATH.</summary>
    public string? DotNetPath { get; set; }

    /// <summary>The page that explains the codes.</summary>
    public string? HelpFile { get; set; }

    /// <summary>Whether metadata that mean nothing here are passed over.</summary>
    public bool AllowUnknownMetadata { get; set; }

    /// <summary>Whether the step is done even where nothing changed.</summary>
    public bool Force { get; set; }

    /// <summary>Whether the worker installs libtorch if it is missing; else that is an error with the command that installs it.</summary>
    public bool InstallRuntime { get; set; } = true;

    /// <inheritdoc/>
    protected override string ToolName => RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "dotnet.exe" : "dotnet";

    /// <inheritdoc/>
    protected override Encoding StandardOutputEncoding => Encoding.UTF8;

    /// <inheritdoc/>
    protected override Encoding StandardErrorEncoding => Encoding.UTF8;

    /// <inheritdoc/>
    protected override MessageImportance StandardOutputLoggingImportance => MessageImportance.Normal;

    /// <summary>The worker's verb.</summary>
    private protected abstract string Verb { get; }

    /// <summary>The worker's arguments, those that the result depends on.</summary>
    private protected abstract IEnumerable<string> Arguments(ModelSpec model);

    /// <summary>What the result depends on beside the arguments, the data and the worker.</summary>
    private protected abstract IEnumerable<string> Inputs(ModelSpec model);

    /// <summary>The data that the result depends on, as they are now; null where it depends on none.</summary>
    private protected virtual DataSnapshot? LookAtData(ModelSpec model) => null;

    /// <summary>The files that the step makes.</summary>
    private protected abstract IEnumerable<string> Outputs(ModelSpec model);

    /// <summary>Whether the step concerns this model.</summary>
    private protected virtual bool Concerns(ModelSpec model) => true;

    /// <summary>What a reader should be told when the work begins; null where it does not take long.</summary>
    private protected virtual string? Announcement(ModelSpec model) => null;

    /// <summary>Whether the worker computes with several threads, which the build should know.</summary>
    private protected virtual bool UsesCores => true;

    /// <summary>Whether the worker computes with libtorch.</summary>
    private protected virtual bool UsesLibTorch => false;

    /// <summary>Whether results of a former run are deleted before the worker starts, so that they cannot pass for this one's. A former model is kept: the new
    /// one replaces it when it is whole.</summary>
    private protected virtual bool DiscardsFormerOutputs => false;

    /// <summary>Whether the step leaves its result even where the worker reports an error: a gate that fails is a result.</summary>
    private protected virtual bool ErrorIsResult => false;

    /// <summary>Hands the result on, whether it was made now or before.</summary>
    /// <returns>Whether the step succeeded.</returns>
    private protected virtual bool Conclude(ModelSpec model) => true;

    /// <inheritdoc/>
    public override bool Execute()
    {
        ModelSpec? model = ModelSpec.Read(Model, ProjectDirectory, Path.GetFullPath(Path.Combine(ProjectDirectory, IntermediatePath)), AllowUnknownMetadata, out IReadOnlyList<(string Code, string Text)> problems);
        foreach ((string code, string text) in problems) ReportError(code, text); // CheckCnnModels comes first; a project that calls this task by itself hears it here
        if (model is null) return false;
        if (!Concerns(model)) return !_reportedError;
        if (!File.Exists(WorkerPath))
        {
            ReportError("CNN0002", $"Expected the worker at '{WorkerPath}'; there is no such file. Restore the package CnnTools.Build again, or set CnnToolsWorkerPath.");
            return false;
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(model.ReportPrefix)!);
            return Run(model);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            ReportError("CNN3010", $"{model.Name}: {exception.Message}");
            return false;
        }
    }

    /// <inheritdoc/>
    public override void Cancel()
    {
        _cancelled = true;
        // ToolTask would kill at once. A worker that stops by itself has nothing half-written to leave behind.
        try
        {
            lock (_worker)
            {
                if (_workerRuns && StopFile is { } file) File.WriteAllText(file, "");
                var clock = Stopwatch.StartNew();
                while (_workerRuns && s_stopPatience > clock.Elapsed) Monitor.Wait(_worker, TimeSpan.FromMilliseconds(100));
            }
        }
        catch (IOException)
        {
            // Killing it remains.
        }

        base.Cancel();
    }

    /// <summary>Reports an error with its code, the file that declares the model, and where it is explained.</summary>
    private protected void ReportError(string code, string text)
    {
        _reportedError = true;
        Log.LogError(null, code, null, HelpPage.LinkTo(HelpFile, code), DeclaringFile, 0, 0, 0, 0, text);
    }

    /// <summary>Reports a warning likewise.</summary>
    private protected void ReportWarning(string code, string text) => Log.LogWarning(null, code, null, HelpPage.LinkTo(HelpFile, code), DeclaringFile, 0, 0, 0, 0, text);

    /// <inheritdoc/>
    protected override string GenerateFullPathToTool() => string.IsNullOrEmpty(DotNetPath) ? ToolName : DotNetPath!;

    /// <inheritdoc/>
    protected override string GetWorkingDirectory() => ProjectDirectory;

    /// <inheritdoc/>
    protected override string GenerateCommandLineCommands()
    {
        var line = new CommandLineBuilder();
        line.AppendSwitch("exec");
        line.AppendFileNameIfNotNull(WorkerPath);
        line.AppendFileNameIfNotNull("@" + ResponseFile);
        return line.ToString();
    }

    /// <inheritdoc/>
    protected override void LogEventsFromTextOutput(string singleLine, MessageImportance messageImportance)
    {
        if (WorkerDiagnostic.TryParse(singleLine) is not { } diagnostic)
        {
            // An installation may take minutes: whoever waits for the build is told.
            Log.LogMessage(singleLine.StartsWith("libtorch: ", StringComparison.Ordinal) ? MessageImportance.High : messageImportance, "{0}", singleLine);
            return;
        }

        if (!IsOwn(diagnostic)) return;
        if (diagnostic.IsError) ReportError(diagnostic.Code, $"{CurrentModel}: {diagnostic.Text}");
        else ReportWarning(diagnostic.Code, $"{CurrentModel}: {diagnostic.Text}");
    }

    /// <summary>Whether a diagnostic of the worker is to be reported as it comes.</summary>
    private protected virtual bool IsOwn(WorkerDiagnostic diagnostic) => true;

    /// <inheritdoc/>
    protected override bool HandleTaskExecutionErrors()
    {
        if (_cancelled) Log.LogMessage(MessageImportance.Normal, "{0}", $"{CurrentModel}: {Verb} was cancelled.");
        else if (!_reportedError && !ErrorIsResult) ReportError(WorkerExit.CodeOf(ExitCode), $"{CurrentModel}: {WorkerExit.Describe(Verb, ExitCode)} Its command: dotnet exec \"{WorkerPath}\" \"@{ResponseFile}\"");
        return false;
    }

    private string CurrentModel { get; set; } = "";

    private string ResponseFile { get; set; } = "";

    private string? StopFile { get; set; }

    private string? DeclaringFile => Model.GetMetadata("DefiningProjectFullPath") is { Length: > 0 } file ? file : null;

    private bool Run(ModelSpec model)
    {
        CurrentModel = model.Name;
        using StepLock? held = StepLock.Acquire(
            model.ReportPrefix + ".lock", () => Log.LogMessage(MessageImportance.High, "{0}", $"{model.Name}: another build works on this model; waiting for it."), () => _cancelled);
        return held is not null && RunAlone(model);
    }

    private bool RunAlone(ModelSpec model)
    {
        string[] arguments = [Verb, .. Arguments(model)], outputs = [.. Outputs(model)];
        if (arguments.FirstOrDefault(static argument => argument.IndexOfAny(['\r', '\n']) >= 0) is { } broken)
        {
            ReportError("CNN1064", $"{model.Name}: expected values of one line; found a line break in '{broken}'.");
            return false;
        }

        string[] inputs = [.. arguments, $"threads {model.Thread}", .. Inputs(model), WorkerFingerprint.Of(WorkerPath)];
        DataSnapshot? data = LookAtData(model);
        string key = KeyOf(inputs, data);
        string prefix = model.ReportPrefix + "." + Verb;
        var stamp = new Stamp(prefix + ".stamp");
        if (!Force && stamp.IsCurrent(key, outputs))
        {
            Log.LogMessage(MessageImportance.Low, "{0}", $"{model.Name}: {Verb} skipped, nothing changed.");
            return Conclude(model);
        }

        stamp.Delete();
        if (DiscardsFormerOutputs)
            foreach (string output in outputs) File.Delete(output);
        (ResponseFile, StopFile) = (prefix + ".rsp", prefix + ".stop");
        File.Delete(StopFile);
        if (Announcement(model) is { } text) Log.LogMessage(MessageImportance.High, "{0}", text);
        using CoreGrant? cores = UsesCores ? CoreGrant.Request(BuildEngine, model.Thread) : null;
        try
        {
            // Neither how many threads the build granted, nor who started the worker, nor how libtorch comes here makes it another step.
            WholeFile.Write(ResponseFile, [.. arguments, .. UsesLibTorch && InstallRuntime ? (string[])["--install-runtime"] : [], .. cores is not null ? (string[])["--thread", $"{cores.Threads}"] : [], "--stop-file", StopFile, "--parent-process", $"{Process.GetCurrentProcess().Id}"]);
            bool ran = base.Execute();
            if (_cancelled || (!ran && (_reportedError || !ErrorIsResult))) return false;
            if (outputs.FirstOrDefault(static output => !File.Exists(output)) is { } missing)
            {
                ReportError("CNN3003", $"{model.Name}: {Verb} ended without an error, but did not write '{missing}'.");
                return false;
            }
        }
        finally
        {
            File.Delete(StopFile);
        }

        // The worker may have downloaded the data first, which must not make the next build do the step again; files that changed while it ran must.
        if (data is not null && LookAtData(model) is { } now && now.Completes(data)) key = KeyOf(inputs, now);
        stamp.Write(key, outputs);
        return Conclude(model);
    }

    private static string KeyOf(IEnumerable<string> inputs, DataSnapshot? data) => ContentHash.OfLines(data is null ? inputs : inputs.Append("data " + data.Fingerprint));

    /// <inheritdoc/>
    protected override int ExecuteTool(string pathToTool, string responseFileCommands, string commandLineCommands)
    {
        lock (_worker) _workerRuns = true;
        try
        {
            return base.ExecuteTool(pathToTool, responseFileCommands, commandLineCommands);
        }
        finally
        {
            lock (_worker)
            {
                _workerRuns = false;
                Monitor.PulseAll(_worker);
            }
        }
    }
}
