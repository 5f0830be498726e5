using System.Security.Cryptography;
using CnnTools.Core.Datasets;
using CnnTools.Engine.Tests.Images;
using Xunit;

namespace CnnTools.Engine.Tests.Datasets;

/// <summary>A test split held out of a folder that has none, by the images' content.</summary>
public sealed class TestSplitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_side_of_an_image_is_its_contents_hash()
    {
        Fill("a", 0, 60);
        Fill("b", 60, 60);

        (HashSet<string> train, HashSet<string> test) = Divide();

        // Worked out here: the first eight bytes of the SHA-256, as a fraction of 2^64, below 0.2.
        string[] expected = [.. Directory.GetFiles(_folder.Path, "*.png", SearchOption.AllDirectories)
            .Where(static file => Convert.ToUInt64(Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)).AsSpan(0, 8)), 16) / Math.Pow(2, 64) < 0.2)];
        Assert.Equal(expected.Order(), test.Order());
        Assert.Equal(120, train.Count + test.Count);
        Assert.InRange(test.Count, 12, 36); // 24 are expected; four standard deviations are 17.5
    }

    [Fact]
    public void An_image_stays_on_its_side_when_others_come_and_names_change()
    {
        Fill("a", 0, 40);
        Fill("b", 40, 40);
        (HashSet<string> _, HashSet<string> before) = Divide();
        string[] contents = [.. before.Select(static file => Convert.ToHexString(File.ReadAllBytes(file)))];
        Fill("a", 100, 30);
        Fill("c", 200, 20);
        foreach (string file in Directory.GetFiles(_folder.Combine("b"))) File.Move(file, _folder.Combine("b", "renamed-" + Path.GetFileName(file)));

        (HashSet<string> train, HashSet<string> after) = Divide();

        Assert.Superset(contents.ToHashSet(), after.Select(static file => Convert.ToHexString(File.ReadAllBytes(file))).ToHashSet());
        Assert.DoesNotContain(train.Select(static file => Convert.ToHexString(File.ReadAllBytes(file))), contents.Contains);
    }

    [Fact]
    public void Copies_are_on_one_side_and_small_classes_on_both()
    {
        Fill("a", 0, 30);
        foreach (string file in Directory.GetFiles(_folder.Combine("a"))) File.Copy(file, _folder.Combine("a", "copy-" + Path.GetFileName(file)));
        Fill("b", 500, 2);

        (HashSet<string> train, HashSet<string> test) = Divide();

        Assert.Empty(train.Select(static file => Convert.ToHexString(File.ReadAllBytes(file))).Intersect(test.Select(static file => Convert.ToHexString(File.ReadAllBytes(file)))));
        Assert.Single(test, static file => file.Contains("/b/", StringComparison.Ordinal) || file.Contains("\\b\\", StringComparison.Ordinal));
        Assert.Equal(2, Store().Load(_folder.Path, CnnSplit.Test).Labels.Distinct().Count());
    }

    [Fact]
    public void A_dataset_with_a_test_split_or_a_built_in_one_has_no_other()
    {
        _folder.Write("train/a/1.png", SmallPng.Encode(2, 2, 1, 2, 3));
        _folder.Write("train/b/1.png", SmallPng.Encode(2, 2, 1, 2, 4));
        _folder.Write("test/b/1.png", SmallPng.Encode(2, 2, 1, 2, 5));
        Assert.Contains("has one. Leave TestSplit out", Assert.Throws<CnnException>(() => Store().HasSplit(_folder.Path, CnnSplit.Test)).Message, StringComparison.Ordinal);
        Assert.Contains("TestSplit: expected a folder of images or a CSV manifest; found the dataset Shapes", Assert.Throws<CnnException>(() => Store().Describe("Shapes", CnnSplit.Test)).Message, StringComparison.Ordinal);
        // A model that was trained with a test split of its own may be measured on both.
        var optional = new DatasetStore(new DatasetStoreOptions { TestSplit = 0.2, TestSplitIsOptional = true });
        Assert.Equal(1, optional.Describe(_folder.Path, CnnSplit.Test).Count);
        Assert.True(optional.HasSplit("Shapes", CnnSplit.Test));
    }

    private (HashSet<string> Train, HashSet<string> Test) Divide() => (Files(CnnSplit.Train), Files(CnnSplit.Test));

    private HashSet<string> Files(CnnSplit split) => [.. Store().Load(_folder.Path, split).Files!];

    private static DatasetStore Store() => new(new DatasetStoreOptions { TestSplit = 0.2 });

    private void Fill(string name, int first, int count)
    {
        for (int i = first; i < first + count; i++) _folder.Write($"{name}/{i}.png", SmallPng.Encode(2, 2, (byte)i, (byte)(i >> 8), 9));
    }
}
