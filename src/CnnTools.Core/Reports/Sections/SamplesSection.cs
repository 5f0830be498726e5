using CnnTools.Core.Reports.Data;
using CnnTools.Core.Reports.Html;

namespace CnnTools.Core.Reports.Sections;

/// <summary>Some images of each class: what the model was shown.</summary>
internal sealed class SamplesSection() : ReportSection("samples", "Samples")
{
    private const int MostImages = 60;

    public override bool Has(ReportDocument report) => First(report) is not null;

    public override void Write(HtmlWriter html, ReportDocument report, ICollection<Chart> charts)
    {
        ReportEvaluation evaluation = First(report)!;
        html.Element("p", $"The first images of each class of {evaluation.Result.Dataset} ({(evaluation.Result.Split == CnnSplit.Test ? "test" : "training")} split), with their true class.", ("class", "note"));
        EmbeddedImage.WriteGrid(html, evaluation.Images, evaluation.Samples(MostImages).Select(answer =>
            (answer.Index, $"Image {answer.Index}: {evaluation.ClassNames[answer.Truth]}", (IReadOnlyList<string>)[evaluation.ClassNames[answer.Truth]])));
    }

    // Runs are compared on the same images; one grid tells of them all.
    private static ReportEvaluation? First(ReportDocument report) => report.Run.Select(static run => run.Evaluation).FirstOrDefault(static evaluation => evaluation is not null && EmbeddedImage.CanShow(evaluation.Images));
}
