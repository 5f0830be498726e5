using CnnTools.Core.Evaluation;
using CnnTools.Core.Statistics;

namespace CnnTools.Engine.Tests.Evaluation;

public class StatisticsTests
{
    // Exact binomial test of SciPy 1.10.1 (scipy.stats.binomtest).
    [Theory]
    [InlineData(25, 12, 0.04703102743951604)]
    [InlineData(12, 25, 0.04703102743951604)]
    [InlineData(250, 100, 5.902771956251529e-16)]
    [InlineData(520, 480, 0.2174482932041409)]
    [InlineData(0, 0, 1)]
    [InlineData(5, 5, 1)]
    public void Two_sided_mcnemar_is_the_exact_binomial_test(int onlyFirst, int onlySecond, double expected) =>
        Assert.Equal(1, McNemarTest.TwoSided(onlyFirst, onlySecond) / expected, 9);

    [Fact]
    public void One_sided_mcnemar_has_a_direction()
    {
        Assert.Equal(0.02351551371975802, McNemarTest.SecondWorse(25, 12), 12);
        Assert.True(McNemarTest.SecondWorse(12, 25) > 0.97);
    }

    // Half-widths on 10,000 images, in points: 66.8% 0.92, 84% 0.72, 98.6% 0.23 (from the closed formula, checked by hand).
    [Theory]
    [InlineData(6680, 10_000, 0.92)]
    [InlineData(8400, 10_000, 0.72)]
    [InlineData(9860, 10_000, 0.23)]
    public void Wilson_half_widths(int right, int total, double points)
    {
        WilsonInterval interval = WilsonInterval.Of(right, total);
        Assert.Equal(points, 100 * (interval.Upper - interval.Lower) / 2, 2);
    }

    [Fact]
    public void Wilson_holds_at_the_ends()
    {
        Assert.Equal(1, WilsonInterval.Of(10, 10).Upper);
        Assert.Equal(0.7224672001371107, WilsonInterval.Of(10, 10).Lower, 12); // n/(n + z²)
        Assert.Equal(0, WilsonInterval.Of(0, 10).Lower);
    }

    [Fact]
    public void Calibration_error_is_the_weighted_gap()
    {
        double[] confidence = [.05, .2, .33, .5, .62, .71, .88, .93, .99, 1.0];
        bool[] right = [false, false, true, false, true, true, true, true, true, true];
        Assert.Equal(0.229, CalibrationError.Expected(confidence, right), 12); // by the same definition in NumPy
        Assert.Equal(0, CalibrationError.Expected([1, 1], [true, true]));
        Assert.Equal(1, CalibrationError.Expected([1, 1], [false, false]));
    }
}
