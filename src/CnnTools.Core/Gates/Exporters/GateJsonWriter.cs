using System.Text.Json;
using CnnTools.Core.Evaluation;

namespace CnnTools.Core.Gates.Exporters;

/// <summary>Verdicts for programs.</summary>
internal static class GateJsonWriter
{
    public static void Write(Stream output, GateReport report) => JsonSerializer.Serialize(
        output,
        new
        {
            Format = "cnntools-gates/1",
            report.Model,
            report.Passed,
            Gate = report.Results,
            Note = report.Notes,
            Run = report.Runs.Select(static run => new { run.Model, run.ModelHash, run.Seed, run.Dataset, run.Split, run.DatasetHash, run.Count, run.Accuracy, run.AccuracyLower, run.AccuracyUpper, run.Loss, run.Top5Accuracy, run.CalibrationError, run.ModelBytes, run.Parameters, run.Epochs, run.BestEpoch, run.TrainingSeconds, run.Latency }),
        },
        EvaluationFile.Json);
}
