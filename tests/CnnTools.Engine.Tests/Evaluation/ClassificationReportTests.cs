using CnnTools.Core.Evaluation;

namespace CnnTools.Engine.Tests.Evaluation;

/// <summary>Expected values: scikit-learn 1.2.1, classification_report(..., zero_division=0) and confusion_matrix, on the same labels.</summary>
public class ClassificationReportTests
{
    private static readonly int[] s_truth =
    [
        2, 2, 2, 1, 1, 0, 0, 0, 0, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 2, 2, 0, 1, 2, 2, 0, 2, 2, 2, 0, 0, 2, 0, 2, 0, 1, 1, 1, 1, 0, 0, 0, 0, 2, 2, 2, 1, 2, 2, 1, 1, 2, 2, 2, 1, 2, 2, 2,
    ];

    private static readonly int[] s_predicted =
    [
        3, 2, 2, 3, 1, 0, 0, 3, 0, 3, 2, 3, 2, 2, 3, 3, 2, 3, 2, 3, 0, 3, 1, 0, 1, 3, 2, 3, 3, 2, 3, 0, 0, 3, 0, 3, 0, 0, 1, 1, 0, 2, 0, 0, 0, 2, 1, 0, 0, 2, 0, 1, 1, 3, 3, 0, 1, 3, 3, 0,
    ];

    // Class 3 is predicted but never true; class 4 does not occur at all.
    private static readonly ConfusionMatrix s_matrix = new(s_truth, s_predicted, 5);

    [Fact]
    public void Confusion_matrix_equals_scikit_learns()
    {
        int[,] expected = { { 11, 0, 1, 2, 0 }, { 4, 7, 0, 1, 0 }, { 4, 2, 11, 17, 0 }, { 0, 0, 0, 0, 0 }, { 0, 0, 0, 0, 0 } };
        for (int truth = 0; truth < 5; truth++)
            for (int predicted = 0; predicted < 5; predicted++)
                Assert.Equal(expected[truth, predicted], s_matrix[truth, predicted]);
        Assert.Equal([(2, 3, 17), (1, 0, 4), (2, 0, 4)], s_matrix.MostConfused().Take(3));
    }

    [Fact]
    public void Report_equals_scikit_learns()
    {
        ClassificationReport report = ClassificationReport.Of(s_matrix);
        Check(new(0.5789473684210527, 0.7857142857142857, 0.6666666666666667, 14), report.Class[0]);
        Check(new(0.7777777777777778, 0.5833333333333334, 0.6666666666666666, 12), report.Class[1]);
        Check(new(0.9166666666666666, 0.3235294117647059, 0.4782608695652174, 34), report.Class[2]);
        Check(new(0, 0, 0, 0), report.Class[3]);
        Assert.Equal(0.48333333333333334, report.Accuracy, 15);
        Check(new(0.5683479532163742, 0.42314425770308123, 0.4528985507246377, 60), report.MacroAverage);
        Check(new(0.8100877192982455, 0.48333333333333334, 0.5599033816425121, 60), report.WeightedAverage);
    }

    private static void Check(ClassScore expected, ClassScore found)
    {
        Assert.Equal(expected.Precision, found.Precision, 14);
        Assert.Equal(expected.Recall, found.Recall, 14);
        Assert.Equal(expected.F1, found.F1, 14);
        Assert.Equal(expected.Support, found.Support);
    }
}
