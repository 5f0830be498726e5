using CnnTools.Core.Datasets;
using Xunit;

namespace CnnTools.Engine.Tests.Datasets;

/// <summary>The real files, where this machine's cache has them; reported as skipped where not.</summary>
public class RealCacheTests
{
    [CachedDatasetFact("Mnist")]
    public void Mnist_loads() => Check("Mnist", mean: 0.1307);

    [CachedDatasetFact("FashionMnist")]
    public void FashionMnist_loads() => Check("FashionMnist", mean: 0.2860);

    [CachedDatasetFact("Kmnist")]
    public void Kmnist_loads() => Check("Kmnist", mean: 0.1918);

    [CachedDatasetFact("Cifar10")]
    public void Cifar10_loads() => Check("Cifar10", mean: 0.4734);

    [CachedDatasetFact("Cifar100")]
    public void Cifar100_loads() => Check("Cifar100", mean: 0.4782);

    /// <summary>The training pixels' mean over all channels, as commonly used to normalise these sets, within what a re-encoding changes.</summary>
    private static void Check(string name, double mean)
    {
        var store = new DatasetStore(new DatasetStoreOptions { Offline = true });
        var train = store.Load(name, CnnSplit.Train);
        Assert.Equal(mean, train.Pixels.Sum(pixel => (long)pixel) / 255.0 / train.Pixels.LongLength, tolerance: 0.002);
        Assert.Equal(10_000, store.Load(name, CnnSplit.Test).Count);
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class CachedDatasetFactAttribute : FactAttribute
    {
        public CachedDatasetFactAttribute(string name)
        {
            var store = new DatasetStore(new DatasetStoreOptions { Offline = true });
            if (!store.Describe(name, CnnSplit.Train).Available || !store.Describe(name, CnnSplit.Test).Available) Skip = $"{name} is not in {store.CacheFolder}.";
        }
    }
}
