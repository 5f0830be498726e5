using CnnTools.Core.Randomness;
using CnnTools.Engine.Batches.Augmentation;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Tests.Training;

public class ShiftFlipTests
{
    [Fact]
    public void Shifts_repeat_the_edge_and_flips_mirror_before_them()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor image = tensor(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 }).view(1, 1, 3, 3);
        Assert.Equal([1, 2, 3, 1, 2, 3, 4, 5, 6], Bytes(ShiftFlip.Apply(image, [1], [0], [false])));
        Assert.Equal([2, 3, 3, 5, 6, 6, 8, 9, 9], Bytes(ShiftFlip.Apply(image, [0], [-1], [false])));
        Assert.Equal([3, 2, 1, 6, 5, 4, 9, 8, 7], Bytes(ShiftFlip.Apply(image, [0], [0], [true])));
        Assert.Equal([3, 3, 2, 6, 6, 5, 9, 9, 8], Bytes(ShiftFlip.Apply(image, [0], [1], [true])));
    }

    [Fact]
    public void Each_image_and_channel_of_a_batch_is_treated_by_its_own_draw()
    {
        using DisposeScope scope = NewDisposeScope();
        byte[] data = [.. Enumerable.Range(0, 2 * 2 * 2 * 2).Select(i => (byte)i)];
        Tensor batch = tensor(data).view(2, 2, 2, 2);
        byte[] changed = Bytes(ShiftFlip.Apply(batch, [0, 1], [0, 0], [true, false]));
        Assert.Equal([1, 0, 3, 2, 5, 4, 7, 6, 8, 9, 8, 9, 12, 13, 12, 13], changed);
    }

    [Fact]
    public void Draws_stay_within_the_fraction_and_repeat_with_the_seed()
    {
        using DisposeScope scope = NewDisposeScope();
        // A single bright pixel in the middle shows where an image went.
        var data = new byte[200 * 20 * 20];
        for (int i = 0; i < 200; i++) data[i * 400 + 10 * 20 + 10] = 255;
        Tensor batch = tensor(data).view(200, 1, 20, 20);
        byte[] first = Bytes(ShiftFlip.Apply(batch, CnnAugmentation.Shift, 0.1, RandomStreams.Create(1, RandomPurpose.Augmentation, 7)));
        byte[] again = Bytes(ShiftFlip.Apply(batch, CnnAugmentation.Shift, 0.1, RandomStreams.Create(1, RandomPurpose.Augmentation, 7)));
        Assert.Equal(first, again);
        var places = new HashSet<(int, int)>();
        for (int at = 0; at < first.Length; at++)
            if (first[at] == 255) places.Add(((at % 400 / 20) - 10, (at % 20) - 10));
        Assert.Equal(25, places.Count);
        Assert.All(places, place => Assert.True(Math.Abs(place.Item1) <= 2 && Math.Abs(place.Item2) <= 2));
    }

    private static byte[] Bytes(Tensor tensor) => tensor.contiguous().bytes.ToArray();
}
