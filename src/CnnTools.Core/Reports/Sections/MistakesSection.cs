using CnnTools.Core.Reports.Data;
using CnnTools.Core.Reports.Html;
using CnnTools.Core.Text;

namespace CnnTools.Core.Reports.Sections;

/// <summary>The mistakes that the model was surest of, as images.</summary>
internal sealed class MistakesSection() : ReportSection("mistakes", "Most confident mistakes")
{
    private const int MostImages = 24;

    public override bool Has(ReportDocument report) => report.Run.Any(HasMistakes);

    public override void Write(HtmlWriter html, ReportDocument report, ICollection<Chart> charts)
    {
        html.Element("p", "Wrong labels in the data gather here, and what the model cannot see.", ("class", "note"));
        int each = Math.Max(6, MostImages / report.Run.Count(HasMistakes));
        ForEachRun(html, report, HasMistakes, (run, _) =>
        {
            ReportEvaluation evaluation = run.Evaluation!;
            EmbeddedImage.WriteGrid(html, evaluation.Images, evaluation.Mistakes().Take(each).Select(answer =>
            {
                string truth = evaluation.ClassNames[answer.Truth], given = evaluation.ClassNames[answer.Predicted], confidence = Figures.Percent(answer.Confidence);
                return (answer.Index, $"Image {answer.Index}: {truth}, taken for {given} with {confidence}", (IReadOnlyList<string>)[truth, $"→ {given}", confidence]);
            }));
        });
    }

    private static bool HasMistakes(ReportRun run) => run.Evaluation is { } evaluation && EmbeddedImage.CanShow(evaluation.Images) && evaluation.Matrix.Right < evaluation.Matrix.Total;
}
