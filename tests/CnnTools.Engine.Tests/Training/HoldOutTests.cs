using CnnTools.Core.Datasets;

namespace CnnTools.Engine.Tests.Training;

public class HoldOutTests
{
    private static readonly int[] s_labels = [.. Enumerable.Range(0, 1000).Select(i => i % 10 == 0 ? 1 : i % 3 == 0 ? 2 : 0)];

    [Fact]
    public void Every_class_gives_the_same_share()
    {
        (int[] learn, int[] watch) = HoldOut.Stratified(s_labels, 0.2, seed: 3);
        Assert.Equal(Enumerable.Range(0, 1000), learn.Concat(watch).Order());
        foreach (int label in new[] { 0, 1, 2 })
        {
            int members = s_labels.Count(l => l == label);
            Assert.Equal((int)Math.Round(members * 0.2, MidpointRounding.AwayFromZero), watch.Count(position => s_labels[position] == label));
        }
    }

    [Fact]
    public void The_seed_decides()
    {
        Assert.Equal(HoldOut.Stratified(s_labels, 0.1, 3).Watch, HoldOut.Stratified(s_labels, 0.1, 3).Watch);
        Assert.NotEqual(HoldOut.Stratified(s_labels, 0.1, 3).Watch, HoldOut.Stratified(s_labels, 0.1, 4).Watch);
    }

    [Fact]
    public void A_class_of_one_is_learned_not_watched()
    {
        (int[] learn, int[] watch) = HoldOut.Stratified([0, 0, 0, 0, 1], 0.9, 1);
        Assert.Contains(4, learn);
        Assert.Equal(3, watch.Length);
    }

    [Fact]
    public void Zero_holds_nothing_out() => Assert.Empty(HoldOut.Stratified(s_labels, 0, 1).Watch);
}
