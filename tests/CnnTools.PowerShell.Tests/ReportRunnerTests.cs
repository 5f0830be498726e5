using CnnTools.Core.Reports;
using CnnTools.PowerShell.Output;
using CnnTools.PowerShell.Runners;

namespace CnnTools.PowerShell.Tests;

/// <summary>The runner of Export-CnnReport, with a real model.</summary>
[Collection(SharedModel.Name)]
public sealed class ReportRunnerTests(TrainedModel model) : IDisposable
{
    private readonly RecordingOutput _output = new();
    private readonly string _page = Path.Combine(model.Folder, $"{Guid.NewGuid():N}.html");

    public void Dispose() => File.Delete(_page);

    [Fact]
    public void Writes_the_page_emits_its_file_and_removes_the_bars()
    {
        new ReportRunner(_output, TrainedModel.Options, new ManualClock()).Write(new ReportRequest { Model = [model.Path], OutputPath = _page }, default);
        Assert.Equal(_page, Assert.IsType<FileInfo>(Assert.Single(_output.Emitted)).FullName);
        Assert.Equal($"Write report {_page} of tiny.safetensors", _output.Asked[0]);
        Assert.Contains(FormattableString.Invariant($"{100 * model.Result.TestAccuracy:0.00}% of 2,000 images"), File.ReadAllText(_page), StringComparison.Ordinal);
        Assert.True(_output.ProgressLines.Count(line => line.Bar == ProgressBar.Evaluation) > 1);
        Assert.All(_output.ProgressLines.GroupBy(line => line.Bar), lines => Assert.True(lines.Last().Completed));
    }

    [Fact]
    public void Does_nothing_where_the_user_says_no()
    {
        var output = new RecordingOutput { Answer = false };
        new ReportRunner(output, TrainedModel.Options).Write(new ReportRequest { Model = [model.Path], OutputPath = _page }, default);
        Assert.False(File.Exists(_page));
        Assert.Empty(output.Emitted);
    }

    [Fact]
    public void An_error_leaves_no_bar_and_no_page()
    {
        Assert.Equal("DatasetNotFound", Assert.Throws<CnnException>(() => new ReportRunner(_output, TrainedModel.Options).Write(new ReportRequest { Model = [model.Path], Dataset = "Shapez", OutputPath = _page }, default)).ErrorId);
        Assert.False(File.Exists(_page));
        Assert.All(_output.ProgressLines.GroupBy(line => line.Bar), lines => Assert.True(lines.Last().Completed));
    }
}
