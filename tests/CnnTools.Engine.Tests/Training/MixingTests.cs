using System.Runtime.InteropServices;
using CnnTools.Core.Planning;
using CnnTools.Core.Randomness;
using CnnTools.Engine.Batches;
using CnnTools.Engine.Batches.Augmentation;
using CnnTools.Engine.Sessions;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Tests.Training;

/// <summary>Mixup, CutMix and random erasing: what becomes of pixels and labels.</summary>
public sealed class MixingTests
{
    private const int Count = 16, Size = 12;

    // Image i has the value 10 i everywhere, and label i: every pixel tells where it came from.
    private static Tensor Images()
    {
        var data = new byte[Count * Size * Size];
        for (int i = 0; i < data.Length; i++) data[i] = (byte)(10 * (i / (Size * Size)));
        return tensor(data).view(Count, 1, Size, Size);
    }

    private static Tensor Labels() => tensor(Enumerable.Range(0, Count).Select(i => (long)i).ToArray());

    private static TrainingPlan Plan(double mixup, double cutMix) => TrainingSession.Plan(new CnnTrainingOptions { Dataset = "Shapes", Seed = 3, Thread = 1, Mixup = mixup, CutMix = cutMix });

    private static float[] Floats(Tensor values) => MemoryMarshal.Cast<byte, float>(values.contiguous().bytes).ToArray();

    private static long[] Longs(Tensor values) => MemoryMarshal.Cast<byte, long>(values.contiguous().bytes).ToArray();

    [Fact]
    public void Off_means_the_images_as_they_are()
    {
        using DisposeScope scope = NewDisposeScope();
        TrainingBatch batch = Mixing.ToBatch(Plan(0, 0), Images(), Labels(), 5);
        Assert.Null(batch.PartnerLabels);
        Assert.Equal(1, batch.Share);
        Assert.Equal(Floats(Preprocessing.ToInput(Images())), Floats(batch.Input));
    }

    [Theory]
    [InlineData(0.4, 0)]
    [InlineData(0, 1)]
    [InlineData(0.4, 1)]
    public void The_labels_weigh_as_much_as_the_pixels(double mixup, double cutMix)
    {
        var (cut, blended) = (0, 0);
        for (int step = 0; step < 60; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            TrainingBatch batch = Mixing.ToBatch(Plan(mixup, cutMix), Images(), Labels(), step);
            float[] pixels = Floats(batch.Input);
            long[] own = Longs(batch.Labels), partner = Longs(batch.PartnerLabels!);
            Assert.Equal(Enumerable.Range(0, Count).Select(i => (long)i), own);
            Assert.Equal(own, partner.Order());
            Assert.InRange(batch.Share, 0, 1);
            bool wholePixels = true;
            for (int i = 0; i < Count; i++)
            {
                ReadOnlySpan<float> image = pixels.AsSpan(i * Size * Size, Size * Size);
                double mean = 0;
                foreach (float pixel in image)
                {
                    mean += pixel / (Size * Size);
                    wholePixels &= Math.Abs(pixel * 255 - 10 * own[i]) < 1e-3 || Math.Abs(pixel * 255 - 10 * partner[i]) < 1e-3;
                }

                Assert.Equal((10 * own[i] * batch.Share + 10 * partner[i] * (1 - batch.Share)) / 255, mean, 1e-5);
            }

            Assert.Equal(batch.Share >= 0.5 ? own : partner, Longs(batch.MainLabels));
            if (wholePixels) cut++;
            else blended++;
        }

        // A share of nearly 0 or 1 mixes nothing, so a few blends look like whole pixels.
        if (mixup == 0) Assert.Equal(0, blended);
        else if (cutMix == 0) Assert.True(blended > 45, $"{blended} of 60 blended");
        else Assert.True(cut is > 15 and < 50, $"{cut} of 60 cut");
    }

    [Fact]
    public void The_same_seed_and_step_give_the_same_images_and_another_step_others()
    {
        using DisposeScope scope = NewDisposeScope();
        TrainingPlan plan = Plan(0.4, 1);
        float[] first = Floats(Mixing.ToBatch(plan, Images(), Labels(), 8).Input);
        Assert.Equal(first, Floats(Mixing.ToBatch(plan, Images(), Labels(), 8).Input));
        Assert.NotEqual(first, Floats(Mixing.ToBatch(plan, Images(), Labels(), 9).Input));
        Assert.NotEqual(first, Floats(Mixing.ToBatch(plan.With(TrainingOptions.Seed, 4), Images(), Labels(), 8).Input));
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(4)]
    public void Shares_have_the_mean_and_variance_of_their_Beta_distribution(double alpha)
    {
        SplitMix64 random = RandomStreams.Create(1, RandomPurpose.Mixing);
        double[] shares = [.. Enumerable.Range(0, 40000).Select(_ => BetaDistribution.Sample(alpha, ref random))];
        double mean = shares.Average(), variance = shares.Average(share => (share - mean) * (share - mean));
        Assert.All(shares, share => Assert.InRange(share, 0, 1));
        Assert.Equal(0.5, mean, 0.01);
        Assert.Equal(1 / (4 * (2 * alpha + 1)), variance, 0.004);
    }

    [Fact]
    public void A_rectangle_lies_in_the_image_and_is_counted_after_it_is_cut_off()
    {
        SplitMix64 random = RandomStreams.Create(1, RandomPurpose.Mixing);
        for (int i = 0; i < 500; i++)
        {
            PixelBox box = CutMix.Rectangle(i / 500.0, 7, 9, ref random);
            Assert.True(box is { Top: >= 0, Left: >= 0, Bottom: <= 7, Right: <= 9 } && box.Bottom >= box.Top && box.Right >= box.Left, $"{box}");
            Assert.Equal(1 - box.Area / 63.0, CutMix.ShareLeft(box, 7, 9), 12);
        }
    }

    [Fact]
    public void Erasing_fills_one_rectangle_with_noise_in_its_share_of_the_images()
    {
        using DisposeScope scope = NewDisposeScope();
        const int many = 400;
        Tensor grey = full([many, 3, Size, Size], 7, dtype: ScalarType.Byte);
        byte[] erased = RandomErasing.Apply(grey, 0.25, RandomStreams.Create(2, RandomPurpose.Erasing, 6)).contiguous().bytes.ToArray();
        Assert.Equal(erased, RandomErasing.Apply(grey, 0.25, RandomStreams.Create(2, RandomPurpose.Erasing, 6)).contiguous().bytes.ToArray());
        Assert.NotEqual(erased, RandomErasing.Apply(grey, 0.25, RandomStreams.Create(2, RandomPurpose.Erasing, 7)).contiguous().bytes.ToArray());
        int changed = 0;
        var noise = new List<byte>();
        for (int i = 0; i < many; i++)
        {
            // A pixel counts as changed where any channel is: noise is the old value by chance once in 256.
            (int Row, int Column)[] places = [.. from row in Enumerable.Range(0, Size) from column in Enumerable.Range(0, Size)
                where Enumerable.Range(0, 3).Any(channel => erased[((i * 3 + channel) * Size + row) * Size + column] != 7) select (row, column)];
            if (places.Length == 0) continue;
            changed++;
            int tall = places.Max(place => place.Row) - places.Min(place => place.Row) + 1, wide = places.Max(place => place.Column) - places.Min(place => place.Column) + 1;
            Assert.Equal(tall * wide, places.Length);
            Assert.InRange(places.Length, 1, 0.5 * Size * Size);
            noise.AddRange(places.Select(place => erased[(i * 3 * Size + place.Row) * Size + place.Column]));
        }

        Assert.InRange(changed, 70, 130);
        Assert.InRange(noise.Average(value => (double)value), 120, 135);
        Assert.Equal(Enumerable.Repeat((byte)7, many * 3 * Size * Size), RandomErasing.Apply(grey, 0, RandomStreams.Create(2, RandomPurpose.Erasing, 6)).contiguous().bytes.ToArray());
    }
}
