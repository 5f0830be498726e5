using System.Management.Automation;
using System.Management.Automation.Runspaces;
using PowerShellInstance = System.Management.Automation.PowerShell;

namespace CnnTools.PowerShell.Tests;

/// <summary>A session of a real PowerShell, within the tests' process, that knows the module's cmdlets. Its location is a folder of its own.</summary>
internal sealed class Session : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cnntools-session-");
    private readonly RecordingHost _host = new();
    private readonly Runspace _runspace;

    public Session()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        foreach (Type cmdlet in CmdletMetadataTests.All) state.Commands.Add(new SessionStateCmdletEntry(CmdletMetadataTests.NameOf(cmdlet), cmdlet,
            helpFileName: null));
        _runspace = RunspaceFactory.CreateRunspace(_host, state);
        _runspace.Open();
        Run($"Set-Location -LiteralPath '{_folder.FullName}'");
    }

    /// <summary>The session's location.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Lines of the verbose stream of the last run.</summary>
    public IReadOnlyList<string> Verbose { get; private set; } = [];

    /// <summary>Lines of the information stream of the last run.</summary>
    public IReadOnlyList<string> Information { get; private set; } = [];

    /// <summary>Errors of the last run that did not end it.</summary>
    public IReadOnlyList<ErrorRecord> Errors { get; private set; } = [];

    /// <summary>What the last run would have done, under <c>-WhatIf</c>.</summary>
    public IReadOnlyList<string> WhatIf => [.. _host.Lines.Where(static line => line.StartsWith("What if: ", StringComparison.Ordinal))
        .Select(static line => line["What if: ".Length..])];

    /// <summary>Full path of a file in the session's location.</summary>
    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Makes a value known to the session.</summary>
    public void Set(string variable, object? value) => _runspace.SessionStateProxy.SetVariable(variable, value);

    /// <summary>Runs a script and returns what it emits.</summary>
    /// <exception cref="CnnException">An error of a cmdlet ended it.</exception>
    public object[] Run(string script)
    {
        _host.Lines.Clear();
        using PowerShellInstance shell = PowerShellInstance.Create(_runspace);
        try
        {
            return [.. shell.AddScript(script).Invoke().Select(static value => value.BaseObject)];
        }
        catch (CmdletInvocationException ended) when (ended.InnerException is CnnException cause)
        {
            throw cause;
        }
        finally
        {
            Verbose = [.. shell.Streams.Verbose.Select(static line => line.Message)];
            Information = [.. shell.Streams.Information.Select(static line => $"{line.MessageData}")];
            Errors = [.. shell.Streams.Error];
        }
    }

    /// <summary>Runs a script and returns the one object of a type that it emits.</summary>
    public T Run<T>(string script) => Assert.IsType<T>(Assert.Single(Run(script)));

    /// <summary>The one error of a script, whether it ended it or not.</summary>
    public CnnException Fails(string script)
    {
        try
        {
            Run(script);
        }
        catch (CnnException cause)
        {
            return cause;
        }

        return Assert.IsType<CnnException>(Assert.Single(Errors).Exception);
    }

    public void Dispose()
    {
        _runspace.Dispose();
        _folder.Delete(recursive: true);
    }
}
