using System.Management.Automation;
using CnnTools.PowerShell.Completion;

namespace CnnTools.PowerShell.Commands;

/// <summary>What the cmdlets that run finished models share: where and how.</summary>
public abstract class InferenceCmdlet : CnnCmdlet
{
    /// <summary><c>Auto</c>, <c>Cpu</c>, <c>Cuda</c> or <c>Cuda:N</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    [ValidateNotNullOrEmpty]
    public string Device { get; set; } = "Auto";

    /// <summary>Number format of the computation; default Float32, whatever the model was trained with.</summary>
    [Parameter]
    public CnnPrecision Precision { get; set; }

    /// <summary>The library that computes; default ONNX Runtime for <c>Float32</c> on the CPU, libtorch otherwise.</summary>
    [Parameter]
    public CnnRuntime Runtime { get; set; }

    /// <summary>CPU threads; default one a physical core.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Thread { get; set; }

    /// <summary>Folder of the dataset cache; default <c>CNNTOOLS_DATASETS</c>, else <c>~/.cache/cnntools/datasets</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DatasetCache { get; set; }

    /// <summary>Never downloads: a dataset that is not here is an error.</summary>
    [Parameter]
    public SwitchParameter Offline { get; set; }

    /// <summary>Leaves images out that cannot be read, with a warning; without it they are an error.</summary>
    [Parameter]
    public SwitchParameter SkipBroken { get; set; }

    /// <summary>Largest size of the cache of prepared images in bytes (<c>20GB</c>); default 32 GB. What was used least recently goes first.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long MaxCacheSize { get; set; }

    private protected CnnInferenceOptions Options() => new()
    {
        Device = Device,
        Precision = Precision,
        Runtime = Runtime,
        Thread = MyInvocation.BoundParameters.ContainsKey(nameof(Thread)) ? Thread : null,
        DatasetCache = FullPath(DatasetCache),
        Offline = Offline,
        SkipBroken = SkipBroken,
        MaxCacheSize = MyInvocation.BoundParameters.ContainsKey(nameof(MaxCacheSize)) ? MaxCacheSize : null,
    };
}
