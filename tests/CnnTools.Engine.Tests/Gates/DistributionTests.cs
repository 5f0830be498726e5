using CnnTools.Core.Gates;
using CnnTools.Core.Statistics;

namespace CnnTools.Engine.Tests.Gates;

/// <summary>The distributions behind the verdicts, beside values computed with 30 digits by mpmath.</summary>
public sealed class DistributionTests
{
    [Theory]
    [InlineData(1, 1, 0.25)]
    [InlineData(2.353, 3, 0.05001649418000492)]
    [InlineData(1.86, 8, 0.04996530545547902)]
    [InlineData(-0.7, 5, 0.7424255258425918)]
    [InlineData(6.5, 18, 2.057326115336216e-6)]
    [InlineData(0.1, 2.5, 0.4639032720312448)]
    public void Students_tail(double t, double degrees, double expected) => Assert.Equal(1, StudentT.UpperTail(t, degrees) / expected, 10);

    [Theory]
    [InlineData(0.5, 0.3085375387259869)]
    [InlineData(1.645, 0.04998490553912137)]
    [InlineData(3.1, 0.0009676032132183569)]
    [InlineData(6, 9.865876450376981e-10)]
    [InlineData(-2, 0.9772498680518208)]
    public void The_normal_tail(double z, double expected) => Assert.Equal(1, StandardNormal.UpperTail(z) / expected, 10);

    [Theory]
    [InlineData(0.95, 1.644853626951473)]
    [InlineData(0.9, 1.281551565544601)]
    [InlineData(0.5, 0)]
    public void The_normal_quantile(double share, double expected) => Assert.Equal(expected, StandardNormal.Quantile(share), 10);

    [Fact]
    public void The_number_of_images_and_the_power_fit_together()
    {
        int images = DropPower.Images(1, 0.1, 0.05, 0.9);
        // (1.6449·√0.1 + 1.2816·√(0.1 − 0.0001))² / 0.01²
        Assert.InRange(images, 8_540, 8_570);
        Assert.InRange(DropPower.Of(1, 0.1, images, 0.05), 0.9, 0.9005);
        Assert.True(DropPower.Of(1, 0.1, images / 2, 0.05) < 0.75);
    }

    // Tables of Student's distribution: 95% at 2, 8 and 30 degrees of freedom, 99% at 4.
    [Theory]
    [InlineData(0.95, 2, 2.920)]
    [InlineData(0.95, 8, 1.860)]
    [InlineData(0.95, 30, 1.697)]
    [InlineData(0.99, 4, 3.747)]
    public void Students_quantile(double share, double degrees, double expected) => Assert.Equal(expected, StudentT.Quantile(share, degrees), 3);

    [Fact]
    public void The_number_of_seeds_and_the_power_fit_together()
    {
        // A deviation of 0.45 points, five against five: 1 / (0.45·√0.4) − 1.860 = 1.654, which the normal distribution reaches with 0.951.
        Assert.Equal(0.951, DropPower.OfSeeds(1, 0.45, 5, 5, 0.05), 3);
        int seeds = DropPower.Seeds(1, 0.45, 0.05);
        Assert.True(DropPower.OfSeeds(1, 0.45, seeds, seeds, 0.05) >= 0.9);
        Assert.True(DropPower.OfSeeds(1, 0.45, seeds - 1, seeds - 1, 0.05) < 0.9);
        Assert.InRange(DropPower.Seeds(1, 3, 0.05), 150, 160); // 2·(2.926·3)² = 154.2
    }
}
