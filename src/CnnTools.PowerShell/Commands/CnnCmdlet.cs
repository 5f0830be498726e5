using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;
using CnnTools.Core.Hardware;
using CnnTools.PowerShell.Output;
using CnnTools.PowerShell.Parameters;

namespace CnnTools.PowerShell.Commands;

/// <summary>What all cmdlets of the module share: errors with stable ids, cancellation by Ctrl+C, paths in the session's sense.</summary>
public abstract class CnnCmdlet : PSCmdlet, ICommandOutput, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private int _pipelineThread;

    /// <summary>Is cancelled when the user presses Ctrl+C or the pipeline ends early.</summary>
    private protected CancellationToken StopToken => _stopping.Token;

    /// <summary>Whether an error ends the command; else it concerns one input, and the next one is worked on.</summary>
    private protected virtual bool ErrorEndsCommand => false;

    /// <summary>Does the work for one input; runs on the pipeline's thread.</summary>
    private protected abstract void ProcessInput();

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        _pipelineThread = Environment.CurrentManagedThreadId;
        Guard(ProcessInput);
    }

    /// <summary>Does what is left once the last input was worked on. Not called where the pipeline was stopped.</summary>
    private protected virtual void Finish()
    {
    }

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        _pipelineThread = Environment.CurrentManagedThreadId;
        Guard(Finish);
    }

    /// <summary>Does something with each item; an error about one does not keep the next from being worked on.</summary>
    private protected void ForEach<T>(IEnumerable<T> items, Action<T> action)
    {
        foreach (T item in items) Guard(() => action(item));
    }

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (CnnException exception)
        {
            Report(Record(exception));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Report(new ErrorRecord(exception, "FileAccessFailed", ErrorCategory.WriteError, null));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception exception) when (TorchFailure.Translate(exception) is { } failure)
        {
            Report(Record(failure));
        }
    }

    /// <summary>Passes Ctrl+C on to the engine. PowerShell calls this from another thread.</summary>
    protected sealed override void StopProcessing()
    {
        try
        {
            _stopping.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The command ended in the same moment.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        _stopping.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives back what the command held, also where the pipeline was stopped.</summary>
    private protected virtual void Release()
    {
    }

    /// <summary>A path as the session's location means it, in full; the file need not exist. Null stays null.</summary>
    /// <exception cref="CnnException">The path is not in the file system: id <c>PathNotFileSystem</c>.</exception>
    private protected string? FullPath(string? path)
    {
        if (path is null) return null;
        string full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        if (provider.Name == "FileSystem") return full;
        throw new CnnException("PathNotFileSystem", CnnErrorCategory.InvalidArgument, $"Path '{path}': expected a place in the file system; found provider {provider.Name}. Give a file system path.", path);
    }

    private protected string RequiredFullPath(string path) => FullPath(path)!;

    /// <summary>The full paths of the files that a pattern selects, in the order of their names; null where the text holds no wildcards.</summary>
    /// <exception cref="CnnException">The path is not in the file system: id <c>PathNotFileSystem</c>.</exception>
    private protected IReadOnlyList<string>? ExpandWildcard(string path) => ExpandWildcard(path, File.Exists);

    /// <summary>As <see cref="ExpandWildcard(string)"/>, for files or folders.</summary>
    /// <param name="path">The pattern.</param>
    /// <param name="isWanted">Whether a full path is one of those asked for.</param>
    /// <exception cref="CnnException">The path is not in the file system: id <c>PathNotFileSystem</c>.</exception>
    private protected IReadOnlyList<string>? ExpandWildcard(string path, Func<string, bool> isWanted)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(path)) return null;
        _ = RequiredFullPath(path);
        try
        {
            return [.. SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _).Where(isWanted).Order(StringComparer.Ordinal)];
        }
        catch (ItemNotFoundException)
        {
            return [];
        }
    }

    /// <summary>The object itself where PowerShell wrapped it.</summary>
    private protected static object Unwrap(object value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    /// <summary>
    /// A value as the engine can read it: objects that PowerShell wrapped are unwrapped, also within lists and hashtables, and a <c>[pscustomobject]</c>, as
    /// <c>ConvertFrom-Json</c> makes it, becomes a hashtable.
    /// </summary>
    internal static object? Plain(object? value) => Plain(value, 0);

    private static object? Plain(object? value, int depth)
    {
        // Deeper than anything that is asked for; an object that holds itself would never end.
        if (depth > 13) return value;
        if (value is PSObject { BaseObject: PSCustomObject } custom)
        {
            var properties = new OrderedDictionary();
            foreach (PSPropertyInfo property in custom.Properties) properties[property.Name] = Plain(property.Value, depth + 1);
            return properties;
        }

        object? inner = value is PSObject wrapped ? wrapped.BaseObject : value;
        switch (inner)
        {
            case IDictionary dictionary:
                var copy = new OrderedDictionary();
                foreach (DictionaryEntry entry in dictionary) copy[entry.Key] = Plain(entry.Value, depth + 1);
                return copy;
            case IList list:
                return list.Cast<object?>().Select(item => Plain(item, depth + 1)).ToArray();
            default:
                return inner;
        }
    }

    /// <summary>A parameter that was not given must stay unsaid, so that the engine decides; its default value would look like a choice.</summary>
    private protected T? Given<T>(string parameter, T value) where T : struct => MyInvocation.BoundParameters.ContainsKey(parameter) ? value : null;

    /// <summary>A name or wildcard pattern, matched as PowerShell matches everywhere.</summary>
    private protected static NamePattern Pattern(string text) =>
        new(text, WildcardPattern.ContainsWildcardCharacters(text), new WildcardPattern(text, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant).IsMatch);

    /// <summary>Writes an object into the pipeline, as users of PowerShell expect it.</summary>
    private protected void Emit(object value)
    {
        if (value is CnnModelInfo) ModelAlias.Ensure();
        // A file as Get-Item gives it: with mode, owner and size in its view.
        if (value is FileInfo { Exists: true } file) WriteObject(InvokeProvider.Item.Get([file.FullName], force: true, literalPath: true), enumerateCollection: true);
        else WriteObject(value);
    }

    void ICommandOutput.Emit(object value) => Emit(value);

    void ICommandOutput.Error(CnnException error) => Error(error);

    /// <summary>Reports an error about one input; the command continues.</summary>
    private protected void Error(CnnException error) => WriteError(Record(error));

    void ICommandOutput.Verbose(string text) => WriteVerbose(text);

    void ICommandOutput.Warning(string text) => WriteWarning(text);

    // PSHOST is the tag that makes a line visible without -InformationAction Continue, as Write-Host does; 6>$null and -InformationAction Ignore silence it.
    void ICommandOutput.Information(string text) => WriteInformation(text, ["PSHOST", "CnnTools"]);

    void ICommandOutput.Progress(ProgressLine line)
    {
        // A download may report from another thread, where PowerShell allows no output; the next report on this thread catches up.
        if (Environment.CurrentManagedThreadId != _pipelineThread) return;
        WriteProgress(new ProgressRecord((int)line.Bar, line.Activity, line.Status)
        {
            ParentActivityId = line.Bar == ProgressBar.Epoch ? (int)ProgressBar.Training : -1,
            PercentComplete = line.Percent,
            SecondsRemaining = line.SecondsRemaining,
            RecordType = line.Completed ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        });
    }

    bool ICommandOutput.MayProceed(string action, IEnumerable<string> details) => MayProceed(action, details);

    /// <inheritdoc cref="ICommandOutput.MayProceed"/>
    private protected bool MayProceed(string action, params IEnumerable<string> details)
    {
        if (ShouldProcess(action, $"{action}?", MyInvocation.MyCommand.Name, out ShouldProcessReason reason)) return true;
        if (reason == ShouldProcessReason.WhatIf)
            foreach (string line in details) WriteInformation($"  {line}", ["PSHOST", "CnnTools"]);
        return false;
    }

    private static ErrorRecord Record(CnnException exception) => new(exception, exception.ErrorId, ErrorCategories.Of(exception.Category), exception.Target);

    private void Report(ErrorRecord error)
    {
        if (ErrorEndsCommand) ThrowTerminatingError(error);
        WriteError(error);
    }
}
