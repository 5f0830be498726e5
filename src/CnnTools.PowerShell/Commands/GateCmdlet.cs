using System.Management.Automation;
using CnnTools.PowerShell.Completion;
using CnnTools.PowerShell.Parameters;
using CnnTools.PowerShell.Runners;

namespace CnnTools.PowerShell.Commands;

/// <summary>What the cmdlets that hold models to gates share: the gates, under the names that they have in a build.</summary>
public abstract class GateCmdlet : EvaluationCmdlet
{
    private readonly List<string> _combined = [];
    private GateRunner? _gates;
    private string? _dataset;

    /// <summary>Smallest accuracy, a fraction in <c>[0, 1]</c>.</summary>
    [Parameter(Position = 2)]
    [Alias("MinAccuracy")]
    [ValidateRange(0.0, 1.0)]
    public double? MinimumAccuracy { get; set; }

    /// <summary>Smallest lower end of the accuracy's 95% Wilson interval, a fraction in <c>[0, 1]</c>.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double? MinAccuracyLowerBound { get; set; }

    /// <summary>Largest drop below the baseline's accuracy, in percentage points.</summary>
    [Parameter]
    [ValidateRange(0.0, 100.0)]
    public double? MaxAccuracyDrop { get; set; }

    /// <summary>Fails where the model is significantly worse than the baseline on the same images.</summary>
    [Parameter]
    public SwitchParameter FailOnSignificantDrop { get; set; }

    /// <summary>How often <see cref="FailOnSignificantDrop"/> may raise a false alarm, in <c>(0, 0.5]</c>; default 0.05.</summary>
    [Parameter]
    public double SignificanceLevel { get; set; } = new CnnGateOptions().SignificanceLevel;

    /// <summary>Smallest recall of any class, a fraction in <c>[0, 1]</c>.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double? MinClassRecall { get; set; }

    /// <summary>Smallest F1 of any class, a fraction in <c>[0, 1]</c>.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double? MinClassF1 { get; set; }

    /// <summary>Largest expected calibration error, a fraction in <c>[0, 1]</c>.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double? MaxCalibrationError { get; set; }

    /// <summary>Largest gain over the baseline's accuracy, in percentage points: more is suspicious.</summary>
    [Parameter]
    [ValidateRange(0.0, 100.0)]
    public double? MaxSuspiciousGain { get; set; }

    /// <summary>Largest size of the model's file in bytes.</summary>
    [Parameter]
    [Alias("MaxModelBytes")]
    [ValidateRange(1L, long.MaxValue)]
    public long? MaxModelByte { get; set; }

    /// <summary>Largest number of parameters.</summary>
    [Parameter]
    [Alias("MaxParameters")]
    [ValidateRange(1L, long.MaxValue)]
    public long? MaxParameter { get; set; }

    /// <summary>Largest 95th percentile of the time for one image in milliseconds, after warm-up.</summary>
    [Parameter]
    [Alias("MaxLatencyMilliseconds")]
    public double? MaxLatencyMillisecond { get; set; }

    /// <summary>Smallest number of images in the evaluation.</summary>
    [Parameter]
    [Alias("MinTestImages")]
    [ValidateRange(1, int.MaxValue)]
    public int? MinTestImage { get; set; }

    /// <summary>What to compare with: the file of a baseline (<c>New-CnnBaseline</c>, or a build), a model's file, or an object from
    /// <c>Get-CnnModel</c>.</summary>
    [Parameter]
    [ModelTransformation]
    [ArgumentCompleter(typeof(BaselineCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Baseline { get; set; }

    /// <summary>Gates that only warn.</summary>
    [Parameter]
    public CnnGate[] WarningGate { get; set; } = [];

    /// <summary>Takes all models for one recipe trained with several seeds, and judges the recipe.</summary>
    [Parameter]
    public SwitchParameter Combine { get; set; }

    private protected GateRunner Gates => _gates ??= new GateRunner(this, Runner);

    /// <summary>Holds a model, or several of one recipe, to the gates.</summary>
    private protected abstract void Judge(IReadOnlyList<string> models, string dataset, CnnGateOptions gates);

    private protected sealed override void ProcessModel(string path)
    {
        if (!Combine)
        {
            Judge([path], DatasetFor(path), GateOptions());
            return;
        }

        string dataset = DatasetFor(path);
        if (_dataset is not null && _dataset != dataset) throw new CnnException("DatasetMismatch", CnnErrorCategory.InvalidArgument, $"{path}: expected all models on {_dataset}, because Combine judges them together; found {dataset}. Give Dataset.", path);
        _dataset = dataset;
        _combined.Add(path);
    }

    private protected sealed override void Finish()
    {
        if (_combined.Count > 0) Judge(_combined, _dataset!, GateOptions());
    }

    private CnnGateOptions GateOptions() => new()
    {
        MinAccuracy = MinimumAccuracy,
        MinAccuracyLowerBound = MinAccuracyLowerBound,
        MaxAccuracyDrop = MaxAccuracyDrop,
        FailOnSignificantDrop = FailOnSignificantDrop,
        SignificanceLevel = SignificanceLevel,
        MinClassRecall = MinClassRecall,
        MinClassF1 = MinClassF1,
        MaxCalibrationError = MaxCalibrationError,
        MaxSuspiciousGain = MaxSuspiciousGain,
        MaxModelBytes = MaxModelByte,
        MaxParameters = MaxParameter,
        MaxLatencyMilliseconds = MaxLatencyMillisecond,
        MinTestImages = MinTestImage,
        Baseline = FullPath(Baseline),
        Severities = WarningGate.Distinct().ToDictionary(static gate => gate, static _ => CnnGateSeverity.Warning),
    };
}
