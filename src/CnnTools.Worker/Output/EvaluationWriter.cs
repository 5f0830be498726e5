using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CnnTools.Core.Evaluation;

namespace CnnTools.Worker.Output;

/// <summary>Writes the result of an evaluation: for people as text, for programs as JSON.</summary>
internal static class EvaluationWriter
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
        // Class names in any script stay readable; the text goes into no web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The summary, the classification report as scikit-learn prints it, and the most frequent mistakes.</summary>
    public static void WriteText(TextWriter output, ModelEvaluation evaluation)
    {
        const int mistakes = 5;
        CnnEvaluationResult result = evaluation.ToResult();
        output.WriteLine($"Model:     {result.Model}");
        output.WriteLine($"Dataset:   {result.Dataset} {result.Split}, {result.Count:N0} images");
        output.WriteLine($"Accuracy:  {100 * result.Accuracy:F2}% (95% interval {100 * result.AccuracyLower:F2}% to {100 * result.AccuracyUpper:F2}%), top 5 {100 * result.Top5Accuracy:F2}%");
        output.WriteLine($"Loss:      {result.Loss:F4}, expected calibration error {100 * result.CalibrationError:F2}%");
        output.WriteLine($"Time:      {result.Seconds:F1} s, {result.ImagesPerSecond:F0} images/s");
        output.WriteLine();
        foreach (string line in ReportText.Lines(evaluation.Matrix, evaluation.ClassNames)) output.WriteLine(line);
        CnnConfusionCell[] confused = [.. evaluation.ToMostConfused().Take(mistakes)];
        if (confused.Length == 0) return;
        output.WriteLine();
        output.WriteLine("Most confused:");
        foreach (CnnConfusionCell cell in confused) output.WriteLine($"  {cell.TrueLabel} taken for {cell.PredictedLabel}: {cell.Count:N0} ({100 * cell.Share:F2}%)");
    }

    /// <summary>One object: the summary's properties, <c>perClass</c>, and <c>confusion</c>, a row a true class in label order.</summary>
    public static void WriteJson(TextWriter output, ModelEvaluation evaluation)
    {
        int classes = evaluation.ClassNames.Count;
        int[][] rows = [.. Enumerable.Range(0, classes).Select(truth => Enumerable.Range(0, classes).Select(predicted => evaluation.Matrix[truth, predicted]).ToArray())];
        var node = JsonSerializer.SerializeToNode(evaluation.ToResult(), s_json)!.AsObject();
        node["perClass"] = JsonSerializer.SerializeToNode(evaluation.ToClassMetrics(), s_json);
        node["confusion"] = JsonSerializer.SerializeToNode(rows, s_json);
        output.WriteLine(node.ToJsonString(s_json));
    }
}
