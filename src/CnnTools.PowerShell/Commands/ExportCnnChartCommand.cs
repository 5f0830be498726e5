using System.Management.Automation;
using CnnTools.PowerShell.Completion;
using CnnTools.PowerShell.Parameters;
using CnnTools.PowerShell.Runners;

namespace CnnTools.PowerShell.Commands;

/// <summary>Draws the curves of trainings, or the heat map of a confusion matrix, as SVG, PNG or JPEG.</summary>
[Cmdlet(VerbsData.Export, "CnnChart", SupportsShouldProcess = true, DefaultParameterSetName = InputSet)]
[OutputType(typeof(FileInfo))]
public sealed class ExportCnnChartCommand : InferenceCmdlet
{
    private const string InputSet = "InputObject";
    private const string ModelSet = "Model";

    private readonly ChartInput _input = new();

    /// <summary>The file to write: <c>.svg</c>, <c>.png</c>, <c>.jpg</c>.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string OutputPath { get; set; } = "";

    /// <summary>Epochs of one or more trainings, cells of a confusion matrix, runs, logs, models; also as rows that Import-Csv made.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputSet)]
    [ValidateNotNull]
    public object[] InputObject { get; set; } = [];

    /// <summary>Paths of model files, with wildcards if wanted, or objects from <c>Get-CnnModel</c>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ModelSet)]
    [SupportsWildcards]
    [ModelTransformation]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Model { get; set; } = [];

    /// <summary>The dataset of the heat map; without it, the one that the model was trained on.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [DatasetTransformation]
    [ArgumentCompleter(typeof(DatasetCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Dataset { get; set; }

    /// <summary>The split of the heat map; default Test.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    public CnnSplit Split { get; set; } = CnnSplit.Test;

    /// <summary>What to show; without it, what the input is.</summary>
    [Parameter]
    public CnnChartKind ChartKind { get; set; }

    /// <summary>The curves to draw; without it, loss and accuracy, and the learning rate where it changes.</summary>
    [Parameter]
    public CnnChartMetric[] Metric { get; set; } = [];

    /// <summary>The heading.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Title { get; set; }

    /// <summary>Names of the trainings, in the order in which they come.</summary>
    [Parameter]
    public string[]? Name { get; set; }

    /// <summary>Width of the chart in units; in PNG and JPEG a unit is Scale pixels.</summary>
    [Parameter]
    [ValidateRange(1, 10000)]
    public int Width { get; set; }

    /// <summary>Height of the curves in units.</summary>
    [Parameter]
    [ValidateRange(1, 10000)]
    public int Height { get; set; }

    /// <summary>Pixels a unit in PNG and JPEG; default 2.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int Scale { get; set; } = 2;

    /// <summary>Replaces an existing file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override bool ErrorEndsCommand => true;

    private protected override void ProcessInput()
    {
        if (ParameterSetName == ModelSet) return;
        foreach (object item in InputObject)
        {
            PSObject wrapped = PSObject.AsPSObject(item);
            object value = Unwrap(item);
            _input.Add(value is string path ? RequiredFullPath(path) : value, name => wrapped.Properties[name]?.Value is { } found ? Unwrap(found) : null);
        }
    }

    private protected override void Finish()
    {
        var look = new ChartLook
        {
            OutputPath = RequiredFullPath(OutputPath), Force = Force, Kind = ChartKind, Metric = Metric, Title = Title, Name = Name, Scale = Scale,
            Width = MyInvocation.BoundParameters.ContainsKey(nameof(Width)) ? Width : null, Height = MyInvocation.BoundParameters.ContainsKey(nameof(Height)) ? Height : null,
        };
        var runner = new ChartRunner(this);
        if (ParameterSetName != ModelSet) runner.Draw(_input, look);
        else
            runner.DrawModels([.. Model.SelectMany(model => ModelChoice.Resolve(model, RequiredFullPath, ExpandWildcard))], look, Options(),
                Dataset is null ? null : DatasetChoice.Resolve(Dataset, RequiredFullPath), Split, StopToken);
    }
}
