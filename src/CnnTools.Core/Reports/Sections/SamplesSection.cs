using CnnTools.Core.Reports.Data;
using CnnTools.Core.Reports.Html;

namespace CnnTools.Core.Reports.Sections;

/// <summary>Some pictures of each class: what the model was shown.</summary>
internal sealed class SamplesSection() : ReportSection("samples", "Samples")
{
    private const int MostPictures = 60;

    public override bool Has(ReportDocument report) => First(report) is not null;

    public override void Write(HtmlWriter html, ReportDocument report, ICollection<Chart> charts)
    {
        ReportEvaluation evaluation = First(report)!;
        html.Element("p", $"The first pictures of each class of {evaluation.Result.Dataset} ({(evaluation.Result.Split == CnnSplit.Test ? "test" : "training")} split), with their true class.", ("class", "note"));
        Picture.WriteGrid(html, evaluation.Images, evaluation.Samples(MostPictures).Select(answer =>
            (answer.Index, $"Picture {answer.Index}: {evaluation.ClassNames[answer.Truth]}", (IReadOnlyList<string>)[evaluation.ClassNames[answer.Truth]])));
    }

    // Runs are compared on the same pictures; one grid tells of them all.
    private static ReportEvaluation? First(ReportDocument report) => report.Run.Select(static run => run.Evaluation).FirstOrDefault(static evaluation => evaluation is not null && Picture.CanShow(evaluation.Images));
}
