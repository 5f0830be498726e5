using CnnTools.Core.Evaluation;
using CnnTools.Core.Reports.Data;
using CnnTools.Core.Reports.Html;
using CnnTools.Core.Text;

namespace CnnTools.Core.Reports.Sections;

/// <summary>The classification report: precision, recall, F1 and support of each class.</summary>
internal sealed class ClassesSection() : ReportSection("classes", "Classification report")
{
    public override bool Has(ReportDocument report) => report.Run.Any(static run => run.Evaluation is not null);

    public override void Write(HtmlWriter html, ReportDocument report, ICollection<Chart> charts) => ForEachRun(html, report, static run => run.Evaluation is not null, (run, _) =>
    {
        ReportEvaluation evaluation = run.Evaluation!;
        ClassificationReport scores = ClassificationReport.Of(evaluation.Matrix);
        var table = new Table(Named(report, run, "Scores of each class, counted as scikit-learn counts them"), new Column("Class", IsNumber: false), new Column("Precision"), new Column("Recall"), new Column("F1"), new Column("Images"));
        for (int label = 0; label < evaluation.ClassNames.Count; label++) table.Add(Row(evaluation.ClassNames[label], scores.Class[label]));
        table.AddFooter("Accuracy", "", "", Figures.Percent(scores.Accuracy), Figures.Whole(evaluation.Matrix.Total));
        table.AddFooter(Row("Macro average", scores.MacroAverage));
        table.AddFooter(Row("Weighted average", scores.WeightedAverage));
        table.Write(html);
    });

    private static Cell[] Row(string name, ClassScore score) => [name, Figures.Percent(score.Precision), Figures.Percent(score.Recall), Figures.Percent(score.F1), Figures.Whole(score.Support)];
}
