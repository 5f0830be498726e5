using CnnTools.Engine.Modules.Layers;
using Xunit;

namespace CnnTools.Engine.Tests.Models;

public class WeightInitializerTests
{
    [Theory]
    [InlineData(CnnInitializer.GlorotUniform, 0.1)]        // sqrt(6 / (400 + 200))
    [InlineData(CnnInitializer.HeUniform, 0.12247448713)]  // sqrt(6 / 400)
    public void Weights_are_uniform_within_Keras_limit(CnnInitializer initializer, double limit)
    {
        float[] weights = WeightInitializer.Draw(initializer, 80_000, fanIn: 400, fanOut: 200, seed: 5, layerIndex: 0);

        Assert.Equal(limit, WeightInitializer.Limit(initializer, 400, 200), 1e-10);
        Assert.All(weights, weight => Assert.InRange(weight, -limit - 1e-7, limit + 1e-7));
        // Of 80,000 uniform numbers the extremes lie within a thousandth of the limit (missing it has a probability of e^-40), the mean has a standard
        // deviation of limit/490 and the variance one of 0.32%.
        Assert.InRange(weights.Max(), limit * 0.999, limit * 1.000001);
        Assert.InRange(weights.Min(), -limit * 1.000001, -limit * 0.999);
        Assert.InRange(weights.Average(), -limit / 98, limit / 98);
        Assert.InRange(weights.Average(weight => (double)weight * weight) / (limit * limit / 3), 0.984, 1.016);
    }

    [Fact]
    public void Weights_depend_on_seed_and_layer_alone()
    {
        float[] first = Draw(7, 2);
        Assert.Equal(first, Draw(7, 2));
        Assert.NotEqual(first, Draw(8, 2));
        Assert.NotEqual(first, Draw(7, 3));
        Assert.Equal(first[..10], WeightInitializer.Draw(CnnInitializer.GlorotUniform, 10, 10, 10, 7, 2));

        static float[] Draw(long seed, int layer) => WeightInitializer.Draw(CnnInitializer.GlorotUniform, 100, 10, 10, seed, layer);
    }
}
