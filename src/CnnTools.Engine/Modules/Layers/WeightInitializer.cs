using CnnTools.Core.Randomness;

namespace CnnTools.Engine.Modules.Layers;

/// <summary>
/// Starting weights, drawn in managed code: the same numbers on every device and with every version of libtorch. They are Keras' distributions
/// (https://keras.io/api/layers/initializers/), which reach the tutorials' accuracy where PyTorch's defaults stay two points below.
/// </summary>
internal static class WeightInitializer
{
    /// <summary>Draws a layer's weights.</summary>
    /// <param name="initializer">The distribution.</param>
    /// <param name="count">How many.</param>
    /// <param name="fanIn">Inputs an output is computed from.</param>
    /// <param name="fanOut">Outputs an input takes part in.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="layerIndex">The layer's index in the network: every layer has a stream of its own.</param>
    public static float[] Draw(CnnInitializer initializer, long count, long fanIn, long fanOut, long seed, int layerIndex)
    {
        double limit = Limit(initializer, fanIn, fanOut);
        SplitMix64 random = RandomStreams.Create(seed, RandomPurpose.Initialization, layerIndex);
        var weights = new float[count];
        for (int i = 0; i < weights.Length; i++) weights[i] = (float)((2 * random.NextDouble() - 1) * limit);
        return weights;
    }

    /// <summary>Half the width of the uniform distribution.</summary>
    public static double Limit(CnnInitializer initializer, long fanIn, long fanOut) => initializer switch
    {
        CnnInitializer.HeUniform => Math.Sqrt(6.0 / fanIn),
        _ => Math.Sqrt(6.0 / (fanIn + fanOut)),
    };
}
