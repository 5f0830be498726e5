using CnnTools.Core.Reports.Data;
using CnnTools.Core.Reports.Html;
using CnnTools.Core.Text;

namespace CnnTools.Core.Reports.Sections;

/// <summary>The pairs of classes that are confused most often, each with images.</summary>
internal sealed class PairsSection() : ReportSection("pairs", "Most confused pairs")
{
    private const int MostPairs = 6;
    private const int ImagesAPair = 6;

    public override bool Has(ReportDocument report) => report.Run.Any(HasMistakes);

    public override void Write(HtmlWriter html, ReportDocument report, ICollection<Chart> charts)
    {
        int runs = report.Run.Count(HasMistakes), each = Math.Max(2, MostPairs / runs);
        ForEachRun(html, report, HasMistakes, (run, _) =>
        {
            ReportEvaluation evaluation = run.Evaluation!;
            using (html.Open("div", ("class", "pairs")))
                foreach ((int truth, int predicted, int count) in evaluation.Matrix.MostConfused().Take(each))
                {
                    string from = evaluation.ClassNames[truth], to = evaluation.ClassNames[predicted];
                    using (html.Open("div", ("class", "pair")))
                    {
                        html.Element(report.Run.Count > 1 ? "h4" : "h3", $"{from} → {to}");
                        html.Element("p", $"{Figures.Counted(count, "image")} of {Figures.Whole(evaluation.Matrix.TrueCount(truth))}", ("class", "note"));
                        EmbeddedImage.WriteGrid(html, evaluation.Images, evaluation.Confused(truth, predicted).Take(ImagesAPair).Select(answer =>
                            (answer.Index, $"Image {answer.Index}: {from}, taken for {to} with {Figures.Percent(answer.Confidence)}", (IReadOnlyList<string>)[Figures.Percent(answer.Confidence)])));
                    }
                }
        });
    }

    private static bool HasMistakes(ReportRun run) => run.Evaluation is { } evaluation && EmbeddedImage.CanShow(evaluation.Images) && evaluation.Matrix.Right < evaluation.Matrix.Total;
}
