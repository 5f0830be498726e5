using CnnTools.Core.Evaluation;
using CnnTools.Core.Images;
using CnnTools.Core.Reports.Data;
using CnnTools.Core.Reports.Html;
using CnnTools.Core.Text;

namespace CnnTools.Core.Reports.Sections;

/// <summary>The confusion matrix as a heat map. It is a table, so that it needs no script, can be read aloud, and is as sharp as text.</summary>
internal sealed class ConfusionSection() : ReportSection("confusion", "Confusion matrix")
{
    /// <summary>Classes up to which every cell is a cell of a table; above, the map is an image and the table holds the mistakes.</summary>
    public const int LargestTable = 40;

    private const int Level = 10;
    private const int MostConfused = 10;

    public override bool Has(ReportDocument report) => report.Run.Any(static run => run.Evaluation is not null);

    public override void Write(HtmlWriter html, ReportDocument report, ICollection<Chart> charts) => ForEachRun(html, report, static run => run.Evaluation is not null, (run, _) =>
    {
        ReportEvaluation evaluation = run.Evaluation!;
        html.Element("p", "A row is a true class, a column the class the model gave. Blue cells are right, orange ones are mistakes; the stronger the colour, the larger the share of the row.", ("class", "note"));
        if (evaluation.ClassNames.Count <= LargestTable) WriteTable(html, Named(report, run, "How often each class was taken for each class"), evaluation);
        else WriteImage(html, evaluation);
        WriteMistakes(html, Named(report, run, "Most frequent mistakes"), evaluation);
    });

    private static void WriteTable(HtmlWriter html, string caption, ReportEvaluation evaluation)
    {
        int classes = evaluation.ClassNames.Count;
        using (html.Open("div", ("class", "scroll"), ("role", "region"), ("aria-label", caption), ("tabindex", "0")))
        using (html.Open("table", ("class", classes > 16 ? "heat small" : "heat")))
        {
            html.Element("caption", caption);
            using (html.Open("thead"))
            using (html.Open("tr"))
            {
                html.Element("th", "True class", ("scope", "col"));
                foreach (string name in evaluation.ClassNames)
                    using (html.Open("th", ("scope", "col"), ("class", "turned")))
                        html.Element("span", name);
            }

            using (html.Open("tbody"))
                for (int truth = 0; truth < classes; truth++)
                    using (html.Open("tr"))
                    {
                        html.Element("th", evaluation.ClassNames[truth], ("scope", "row"));
                        for (int predicted = 0; predicted < classes; predicted++)
                        {
                            int count = evaluation.Matrix[truth, predicted];
                            // Nothing is written for nothing: the eye goes to the mistakes. Read aloud it is a zero.
                            if (count == 0) html.Element("td", "", ("aria-label", "0"));
                            else html.Element("td", Figures.Whole(count), ("class", $"{(truth == predicted ? "right" : "wrong")} l{LevelOf(Share(evaluation.Matrix, truth, predicted), truth == predicted)}"));
                        }

                        html.Line();
                    }
        }
    }

    /// <summary>A matrix of many classes: a square of pixels a cell.</summary>
    private static void WriteImage(HtmlWriter html, ReportEvaluation evaluation)
    {
        const int largest = 800;
        int classes = evaluation.ClassNames.Count, side = Math.Max(1, largest / classes), width = classes * side;
        var pixels = new byte[3 * width * width];
        for (int truth = 0; truth < classes; truth++)
            for (int predicted = 0; predicted < classes; predicted++)
                Fill(pixels, width, truth * side, predicted * side, side, Color(evaluation.Matrix, truth, predicted));
        string description = $"Confusion matrix of {classes} classes, true classes from top to bottom, given ones from left to right, in label order. The most frequent mistakes are in the table below.";
        html.Void("img", ("class", "heatmap"), ("src", "data:image/png;base64," + Convert.ToBase64String(PngEncoder.Encode(new DecodedImage(3, width, width, pixels)))), ("alt", description), ("width", Invariant($"{width}")), ("height", Invariant($"{width}")));
    }

    private static void Fill(byte[] pixels, int width, int top, int left, int side, (byte Red, byte Green, byte Blue) color)
    {
        int plane = width * width;
        for (int y = top; y < top + side; y++)
        {
            pixels.AsSpan(y * width + left, side).Fill(color.Red);
            pixels.AsSpan(plane + y * width + left, side).Fill(color.Green);
            pixels.AsSpan(2 * plane + y * width + left, side).Fill(color.Blue);
        }
    }

    /// <summary>From near white to the blue and the vermilion of Okabe and Ito's palette, which eyes of every kind tell apart.</summary>
    private static (byte, byte, byte) Color(ConfusionMatrix matrix, int truth, int predicted)
    {
        double strength = matrix[truth, predicted] == 0 ? 0 : (double)LevelOf(Share(matrix, truth, predicted), truth == predicted) / Level;
        (int red, int green, int blue) = truth == predicted ? (0, 114, 178) : (213, 94, 0);
        return (Mix(red), Mix(green), Mix(blue));

        byte Mix(int color) => (byte)(245 + strength * (color - 245));
    }

    private static void WriteMistakes(HtmlWriter html, string caption, ReportEvaluation evaluation)
    {
        var table = new Table(caption, new Column("True class", IsNumber: false), new Column("Taken for", IsNumber: false), new Column("Images"), new Column("Share of the class"));
        foreach ((int truth, int predicted, int count) in evaluation.Matrix.MostConfused().Take(evaluation.ClassNames.Count > LargestTable ? 10 * MostConfused : MostConfused))
            table.Add(evaluation.ClassNames[truth], evaluation.ClassNames[predicted], Figures.Whole(count), Figures.Percent(Share(evaluation.Matrix, truth, predicted)));
        if (table.Count > 0) table.Write(html);
        else html.Element("p", "There is no mistake.");
    }

    private static double Share(ConfusionMatrix matrix, int truth, int predicted) => (double)matrix[truth, predicted] / matrix.TrueCount(truth);

    /// <summary>How dark a cell is, from 1. Mistakes are seldom: the root of their share keeps the small ones in sight.</summary>
    private static int LevelOf(double share, bool right) => Math.Clamp((int)Math.Ceiling((right ? share : Math.Sqrt(share)) * Level), 1, Level);
}
