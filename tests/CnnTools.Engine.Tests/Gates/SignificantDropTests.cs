using CnnTools.Core.Gates;
using CnnTools.Core.Statistics;

namespace CnnTools.Engine.Tests.Gates;

public sealed class SignificantDropTests
{
    [Fact]
    public void One_against_one_is_mcnemar_in_one_direction()
    {
        // 12 images only the model gets right, 25 only the baseline.
        (bool[] model, bool[] baseline) = Divided(12, 25);
        SignificantDrop test = SignificantDrop.Test([model], [baseline]);
        Assert.Equal(0.02351551371975802, test.PValue, 12); // SciPy's binomtest(12, 37, alternative='less')
        Assert.Equal((1.3, 0.037), (Math.Round(test.Drop, 9), test.Discordance));
        Assert.Contains("McNemar", test.Method, StringComparison.Ordinal);
        Assert.True(SignificantDrop.Test([baseline], [model]).PValue > 0.97);
    }

    [Fact]
    public void Several_seeds_are_a_t_test_with_common_variance()
    {
        // Accuracies 0.80, 0.82, 0.84 against 0.88, 0.90, 0.92: t = 0.08 / (0.02·√(2/3)) = 4.899 with 4 degrees of freedom, one-sided p = 0.00402.
        bool[][] runs = [Right(800), Right(820), Right(840)], baseline = [Right(880), Right(900), Right(920)];
        SignificantDrop test = SignificantDrop.Test(runs, baseline);
        Assert.Equal(StudentT.UpperTail(0.08 / (0.02 * Math.Sqrt(2.0 / 3)), 4), test.PValue, 12);
        Assert.Equal(0.0040, test.PValue, 4);
        Assert.Equal((8, 1.633), (Math.Round(test.Drop, 9), Math.Round(test.StandardError, 3)));
        Assert.Equal("t-test over seeds (3 against 3), one-sided", test.Method);
    }

    [Fact]
    public void Two_runs_that_happen_to_agree_in_accuracy_prove_nothing()
    {
        // Equal accuracies on both sides, but on different images: without a floor the variance would be zero and the smallest drop certain.
        bool[] one = [.. Enumerable.Range(0, 1000).Select(static image => image >= 100)], two = [.. Enumerable.Range(0, 1000).Select(static image => image < 900)];
        bool[] better = [.. one], other = [.. two];
        better[0] = other[999] = true;
        SignificantDrop test = SignificantDrop.Test([one, two], [better, other]);
        Assert.Equal(0.1, test.Drop, 9);
        Assert.True(test.PValue > 0.3, $"{test.PValue}");
    }

    [Fact]
    public void A_single_model_meets_a_baseline_of_several_seeds()
    {
        SignificantDrop test = SignificantDrop.Test([Right(840)], [Right(880), Right(900), Right(920)]);
        Assert.Equal(StudentT.UpperTail(0.06 / (0.02 * Math.Sqrt(4.0 / 3)), 2), test.PValue, 12);
    }

    [Fact]
    public void No_difference_is_no_drop()
    {
        Assert.Equal(1, SignificantDrop.Test([Right(900)], [Right(900)]).PValue);
        Assert.Equal(1, SignificantDrop.Test([Right(900), Right(900)], [Right(900), Right(900)]).PValue);
    }

    internal static bool[] Right(int right, int count = 1000) => [.. Enumerable.Range(0, count).Select(image => image < right)];

    private static (bool[], bool[]) Divided(int onlyModel, int onlyBaseline) =>
        ([.. Enumerable.Range(0, 1000).Select(image => image < onlyModel || image >= 100)], [.. Enumerable.Range(0, 1000).Select(image => image >= onlyModel && image < onlyModel + onlyBaseline || image >= 100)]);
}
