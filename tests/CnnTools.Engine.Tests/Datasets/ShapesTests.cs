using System.Numerics;
using CnnTools.Core.Datasets;
using CnnTools.Core.Datasets.Shapes;
using CnnTools.Core.Randomness;
using Xunit;

namespace CnnTools.Engine.Tests.Datasets;

public class ShapesTests
{
    [Fact]
    public void The_same_seed_gives_the_same_bytes_on_every_machine()
    {
        Assert.Equal("31219b2283f11790b649d95d961668cb5fcdb4798987f71ac186b8f03c6b38e9", ShapesDataset.Create(CnnSplit.Train, seed: 0, count: 1000).ContentHash);
        Assert.Equal("dbf0be2638399095c62ef0e253bcd5020e9900204d750805738ef50e35bec779", ShapesDataset.Create(CnnSplit.Test, seed: 0, count: 1000).ContentHash);
    }

    [Fact]
    public void Other_seeds_and_splits_give_other_images()
    {
        string[] hashes =
        [
            .. ((long[])[0, 1, -1]).SelectMany(seed => (string[])[ShapesDataset.Create(CnnSplit.Train, seed, 10).ContentHash, ShapesDataset.Create(CnnSplit.Test, seed, 10).ContentHash]),
        ];
        Assert.Equal(6, hashes.Distinct().Count());
    }

    [Fact]
    public void Fewer_images_are_the_first_of_more() =>
        Assert.Equal(ShapesDataset.Create(CnnSplit.Train, 7, 20).Pixels, ShapesDataset.Create(CnnSplit.Train, 7, 50).Pixels[..(20 * 3072)]);

    [Fact]
    public void The_store_gives_balanced_splits_of_the_described_size()
    {
        var store = new DatasetStore(new DatasetStoreOptions { ShapesSeed = 3 });
        foreach (var split in (CnnSplit[])[CnnSplit.Train, CnnSplit.Test])
        {
            var info = store.Describe("shapes", split);
            var set = store.Load("Shapes", split);
            Assert.Equal((info.Count, 3, 32, 32, true, null), (set.Count, set.Channels, set.Height, set.Width, set.Verified, set.Path));
            Assert.All(set.Labels.CountBy(label => label), pair => Assert.Equal(info.Count / 10, pair.Value));
            Assert.Equal(ShapesDataset.Create(split, 3, 10).Pixels, set.Pixels[..(10 * 3072)]);
        }
    }

    [Fact]
    public void Every_figure_covers_a_fair_part_and_differs_from_the_others()
    {
        const int Grid = 64;
        var masks = Enumerable.Range(0, 10).Select(label => (bool[])
            [.. from y in Enumerable.Range(0, Grid) from x in Enumerable.Range(0, Grid) select ShapeFigure.Contains(label, (x + 0.5) / Grid * 2.5 - 1.25, (y + 0.5) / Grid * 2.5 - 1.25)]).ToArray();

        Assert.All(masks, mask => Assert.InRange(mask.Count(inside => inside) / (double)(Grid * Grid), 0.12, 0.5));
        for (int a = 0; a < 10; a++)
        for (int b = 0; b < a; b++)
            Assert.True(masks[a].Zip(masks[b]).Count(pair => pair.First != pair.Second) > Grid * Grid / 16, $"{ShapeFigure.Names[a]} and {ShapeFigure.Names[b]} look alike");
        // Nothing reaches the edge of the grid: the painter looks no farther than 1.25 radii.
        Assert.All(masks, mask => Assert.DoesNotContain(true, mask[..Grid]));
    }

    [Fact]
    public void Images_are_asked_for_with_a_count_above_zero() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ShapesDataset.Create(CnnSplit.Train, 0, 0));

    /// <summary>A linear classifier must not get by: else a demo of convolutional networks would show nothing. It does learn the training images, so it is no
    /// straw man.</summary>
    [Fact]
    public void A_linear_classifier_stays_under_60_percent()
    {
        var train = ShapesDataset.Create(CnnSplit.Train, 0, 4000);
        var test = ShapesDataset.Create(CnnSplit.Test, 0, 1000);

        float[][] weights = FitLogisticRegression(train, epochs: 12, learningRate: 0.002f);

        Assert.InRange(Accuracy(weights, train), 0.25, 1);
        Assert.InRange(Accuracy(weights, test), 0.12, 0.60);
    }

    /// <summary>Multinomial logistic regression by stochastic gradient descent, one image a step; pixels are centred to [-1, 1].</summary>
    private static float[][] FitLogisticRegression(ImageSet set, int epochs, float learningRate)
    {
        var random = RandomStreams.Create(1, RandomPurpose.Shuffling);
        float[][] weights = [.. Enumerable.Range(0, 10).Select(_ => new float[3072])];
        int[] order = [.. Enumerable.Range(0, set.Count)];
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            random.Shuffle(order.AsSpan());
            foreach (int i in order)
            {
                float[] x = Pixels(set, i), scores = [.. weights.Select(w => Dot(w, x))];
                float top = scores.Max(), sum = scores.Sum(score => MathF.Exp(score - top));
                for (int label = 0; label < 10; label++)
                    AddScaled(weights[label], x, -learningRate / (1 + epoch) * (MathF.Exp(scores[label] - top) / sum - (set.Labels[i] == label ? 1 : 0)));
            }
        }
        return weights;
    }

    private static double Accuracy(float[][] weights, ImageSet set) => Enumerable.Range(0, set.Count).Count(i =>
    {
        float[] x = Pixels(set, i);
        return Enumerable.Range(0, 10).MaxBy(label => Dot(weights[label], x)) == set.Labels[i];
    }) / (double)set.Count;

    private static float[] Pixels(ImageSet set, int index)
    {
        float[] result = new float[3072];
        for (int i = 0; i < result.Length; i++) result[i] = set.Pixels[index * 3072 + i] / 127.5f - 1;
        return result;
    }

    private static float Dot(float[] a, float[] b)
    {
        var sum = Vector<float>.Zero;
        for (int i = 0; i < a.Length; i += Vector<float>.Count) sum += new Vector<float>(a, i) * new Vector<float>(b, i);
        return Vector.Sum(sum);
    }

    private static void AddScaled(float[] target, float[] source, float factor)
    {
        for (int i = 0; i < target.Length; i += Vector<float>.Count) (new Vector<float>(target, i) + factor * new Vector<float>(source, i)).CopyTo(target, i);
    }
}
