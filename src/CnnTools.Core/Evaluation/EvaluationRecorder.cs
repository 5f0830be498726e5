using System.Security.Cryptography;
using CnnTools.Core.Datasets;
using CnnTools.Core.ModelFiles;

namespace CnnTools.Core.Evaluation;

/// <summary>Puts what an evaluation found, and what it was done with, into a record.</summary>
internal static class EvaluationRecorder
{
    public static EvaluationRecord Record(ModelEvaluation evaluation, ImageSet images, ModelDocument document, CnnLatency? latency, string torchVersion)
    {
        CnnEvaluationResult result = evaluation.ToResult();
        CnnModelInfo model = document.ToInfo();
        IReadOnlyList<CnnEpochResult> history = document.ReadHistory();
        int classes = evaluation.ClassNames.Count;
        return new EvaluationRecord
        {
            Model = document.Path,
            ModelHash = HashOf(document.Path),
            ModelBytes = model.Bytes,
            Architecture = model.Architecture,
            Parameters = model.Parameters,
            Seed = model.Seed,
            ValidationSplit = document.ValidationSplit,
            Epochs = history.Count == 0 ? null : history.Count,
            BestEpoch = model.Epoch,
            TrainingSeconds = history.Count == 0 ? null : history.Sum(static epoch => epoch.Seconds),
            Dataset = result.Dataset,
            Split = result.Split,
            DatasetHash = images.ContentHash,
            Count = result.Count,
            Loss = result.Loss,
            Accuracy = result.Accuracy,
            AccuracyLower = result.AccuracyLower,
            AccuracyUpper = result.AccuracyUpper,
            Top5Accuracy = result.Top5Accuracy,
            MacroF1 = result.MacroF1,
            CalibrationError = result.CalibrationError,
            PerClass = [.. evaluation.ToClassMetrics()],
            Confusion = [.. Enumerable.Range(0, classes).Select(truth => (IReadOnlyList<int>)[.. Enumerable.Range(0, classes).Select(predicted => evaluation.Matrix[truth, predicted])])],
            Correct = CorrectnessBits.Pack(evaluation.ToCorrectness()),
            Latency = latency,
            Engine = ModelFile.EngineVersion ?? "unknown",
            TorchVersion = torchVersion,
            Runtime = evaluation.Runtime,
        };
    }

    private static string HashOf(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
