using CnnTools.Core.Evaluation;
using CnnTools.Core.Statistics;

namespace CnnTools.Engine.Tests.Gates;

/// <summary>Evaluations made up for the tests of gates.</summary>
internal static class Evaluations
{
    /// <summary>An evaluation of two classes, half of the images each, with the first images right.</summary>
    public static EvaluationRecord Of(int right, int count = 1000, long seed = 1) => Of([.. Enumerable.Range(0, count).Select(image => image < right)], seed);

    /// <summary>An evaluation with these answers; images with even numbers are cats, the others dogs.</summary>
    public static EvaluationRecord Of(bool[] right, long seed = 1)
    {
        WilsonInterval interval = WilsonInterval.Of(right.Count(static image => image), right.Length);
        return new EvaluationRecord
        {
            Model = "/models/pets.safetensors", ModelHash = "m" + seed, ModelBytes = 2048, Architecture = "Tiny", Parameters = 2402, Seed = seed, ValidationSplit = "0.1", Dataset = "Pets", Split = CnnSplit.Test,
            DatasetHash = "0123456789abcdef", Count = right.Length, Loss = 0.5, Accuracy = (double)right.Count(static image => image) / right.Length, AccuracyLower = interval.Lower, AccuracyUpper = interval.Upper,
            Top5Accuracy = 1, MacroF1 = 0.8, CalibrationError = 0.03, PerClass = [Score("cat", right, 0), Score("dog", right, 1), new CnnClassMetric { Class = "none", Precision = 0, Recall = 0, F1 = 0, Support = 0 }],
            Confusion = [], Correct = CorrectnessBits.Pack(right), Engine = "0.1.0", TorchVersion = "1.13.1",
        };
    }

    private static CnnClassMetric Score(string name, bool[] right, int first)
    {
        bool[] own = [.. right.Where((_, image) => image % 2 == first)];
        double recall = (double)own.Count(static image => image) / own.Length;
        return new CnnClassMetric { Class = name, Precision = recall, Recall = recall, F1 = recall, Support = own.Length };
    }
}
