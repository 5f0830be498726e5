using CnnTools.Core.Evaluation;

namespace CnnTools.Engine.Tests.Evaluation;

/// <summary>Expected text: scikit-learn 1.2.1, <c>classification_report(truth, predicted, target_names=..., digits=4)</c>.</summary>
public class ReportTextTests
{
    [Fact]
    public void Is_scikit_learns_report_line_by_line()
    {
        // Recall 1/32 lies exactly half-way between 0.0312 and 0.0313; class "dd" is never true, class "never" does not occur at all.
        int[] truth = [.. Enumerable.Repeat(0, 32), .. Enumerable.Repeat(1, 32)];
        int[] predicted = [0, .. Enumerable.Repeat(1, 29), 3, 3, 1, 1, 1, .. Enumerable.Repeat(0, 29)];
        Assert.Equal(
            """
                          precision    recall  f1-score   support

                       a     0.0333    0.0312    0.0323        32
                    beta     0.0938    0.0938    0.0938        32
                      dd     0.0000    0.0000    0.0000         0

                accuracy                         0.0625        64
               macro avg     0.0424    0.0417    0.0420        64
            weighted avg     0.0635    0.0625    0.0630        64
            """.Split('\n').Select(static line => line.TrimEnd('\r')),
            ReportText.Lines(new ConfusionMatrix(truth, predicted, 4), ["a", "beta", "never", "dd"]));
    }

    [Theory]
    [InlineData(0.03125, "0.0312")]
    [InlineData(0.09375, "0.0938")]
    [InlineData(0.02675, "0.0267")]
    [InlineData(0.00005, "0.0001")]
    [InlineData(0.99995, "1.0000")]
    [InlineData(1, "1.0000")]
    [InlineData(0, "0.0000")]
    public void Rounds_as_Python_does(double share, string expected) => Assert.Equal(expected, ReportText.Fraction(share));
}
