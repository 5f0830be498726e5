using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using CnnTools.Core.Evaluation;
using CnnTools.Engine.Tests.Prediction;

namespace CnnTools.Engine.Tests.Evaluation;

/// <summary>Our report and confusion matrix beside scikit-learn's own, computed now, on the same predictions, to the last digit shown.</summary>
public sealed class ScikitLearnTests(SmallModel model) : IClassFixture<SmallModel>
{
    [ScikitLearnFact]
    public void A_trained_model_is_reported_as_scikit_learn_reports_it()
    {
        ModelEvaluation evaluation = SmallModel.Session.Evaluate(model.Path, "Shapes", CnnSplit.Test);
        Compare([.. evaluation.TrueLabels], [.. evaluation.PredictedLabels], evaluation.ClassNames);
    }

    [ScikitLearnFact]
    public void So_are_labels_of_any_balance()
    {
        var random = new Random(11);
        for (int round = 0; round < 4; round++)
        {
            // Rare classes, classes that are never predicted, and small numbers, whose shares end half-way between two digits.
            int classes = 2 + round * 3, count = 64 << round;
            int[] truth = [.. Enumerable.Range(0, count).Select(_ => Math.Min(random.Next(classes), random.Next(classes)))];
            int[] predicted = [.. truth.Select(label => random.NextDouble() < 0.6 ? label : random.Next(Math.Max(1, classes - 1)))];
            Compare(truth, predicted, [.. Enumerable.Range(0, classes).Select(static label => $"class {label}")]);
        }
    }

    private static void Compare(int[] truth, int[] predicted, IReadOnlyList<string> names)
    {
        const string program = """
            import json, sys
            from sklearn.metrics import classification_report, confusion_matrix
            given = json.load(sys.stdin)
            truth, predicted, names = given["truth"], given["predicted"], given["names"]
            present = sorted(set(truth) | set(predicted))
            print(json.dumps({
                "report": classification_report(truth, predicted, labels=present, target_names=[names[i] for i in present], digits=4, zero_division=0),
                "matrix": confusion_matrix(truth, predicted, labels=list(range(len(names)))).tolist()}))
            """;
        (int code, string output) = ScikitLearn.Run(program, JsonSerializer.Serialize(new { truth, predicted, names }));
        Assert.True(code == 0, output);
        using JsonDocument theirs = JsonDocument.Parse(output);
        var matrix = new ConfusionMatrix(truth, predicted, names.Count);
        // With labels given that are all there are, scikit-learn prints the accuracy as we do.
        Assert.Equal(theirs.RootElement.GetProperty("report").GetString()!.TrimEnd('\n').Split('\n'), ReportText.Lines(matrix, names).Select(static line => line.TrimEnd('\r')));
        Assert.Equal(theirs.RootElement.GetProperty("matrix").Deserialize<int[][]>()!, Enumerable.Range(0, names.Count).Select(row => Enumerable.Range(0, names.Count).Select(column => matrix[row, column]).ToArray()).ToArray());
    }
}

/// <summary>scikit-learn, where this machine has it (Debian: python3-sklearn).</summary>
internal static class ScikitLearn
{
    private static readonly Lazy<string?> s_missing = new(static () =>
    {
        try
        {
            return Run("import sklearn", "").Code == 0 ? null : "needs scikit-learn (Debian: python3-sklearn).";
        }
        catch (Win32Exception)
        {
            return "needs Python 3 with scikit-learn (Debian: python3-sklearn).";
        }
    });

    public static string? Missing => s_missing.Value;

    public static (int Code, string Output) Run(string program, string input)
    {
        // Debian's packages belong to Debian's Python.
        string python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
        using Process process = Process.Start(new ProcessStartInfo(python, ["-c", program]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, process.ExitCode == 0 ? output : output + errors.GetAwaiter().GetResult());
    }
}

/// <summary>A fact that needs scikit-learn; skipped, with the reason, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ScikitLearnFactAttribute : FactAttribute
{
    public ScikitLearnFactAttribute() => Skip = ScikitLearn.Missing!;
}
