using CnnTools.Core.Datasets;
using CnnTools.Engine.Tests.Images;
using Xunit;

namespace CnnTools.Engine.Tests.Datasets;

public class CsvManifestTests
{
    [Fact]
    public void Rows_become_images_with_labels_in_natural_order()
    {
        using var folder = new TemporaryFolder();
        WriteImages(folder);
        string manifest = folder.WriteText("sub/pets.csv", "id,Label,PATH\n1,dog,../a.png\n\n2,cat,../b.png\n3,\"dog\",\"../c, too.png\"\n");

        var set = Store().Load(manifest, CnnSplit.Train);

        Assert.Equal("pets", set.Name);
        Assert.Equal(["cat", "dog"], set.ClassNames);
        Assert.Equal([1, 0, 1], set.Labels);
        Assert.Equal((10, 20, 30), (set.Pixels[0], set.Pixels[12], set.Pixels[24]));
        Assert.Equal(manifest, set.Path);
        Assert.False(Store().HasSplit(manifest, CnnSplit.Test));
    }

    [Fact]
    public void Numbers_are_labels_by_value_and_the_split_column_divides()
    {
        using var folder = new TemporaryFolder();
        WriteImages(folder);
        string manifest = folder.WriteText("digits.csv", "\ufeffpath;label;split\r\na.png;10;train\r\nb.png;9;Train\r\nc, too.png;9;TEST\r\n");

        var store = Store();

        Assert.Equal(["9", "10"], store.Load(manifest, CnnSplit.Train).ClassNames);
        Assert.Equal([1, 0], store.Load(manifest, CnnSplit.Train).Labels);
        Assert.Equal([0], store.Load(manifest, CnnSplit.Test).Labels);
        Assert.Equal(1, store.Describe(manifest, CnnSplit.Test).Count);
    }

    public static TheoryData<string, string> BrokenManifests => new()
    {
        { "", "line 1: expected a header with the columns path and label" },
        { "file,label\na.png,1\n", "line 1: expected a header with the columns path and label once each, and split at most once; found 'file,label'" },
        { "path,label,path\na.png,1,b.png\n", "line 1: expected a header" },
        { "path,label\n", "expected a row an image below the header; found none" },
        { "path,label\na.png,1\n\nmissing.png,2\n", "line 4: expected an image at" },
        { "path,label\na.png,1\nb.png,\n", "line 3: expected a value in the column label; it is empty" },
        { "path,label\na.png,1\n,2\n", "line 3: expected a value in the column path; it is empty" },
        { "path,label\na.png,1\nb.png\n", "line 3: expected a row with the header's columns" },
        { "path,label\na.png,1\n\"b.png,2\n", "line 3: expected a row with the header's columns and matching quotes" },
        { "path,label,split\na.png,1,train\nb.png,2,practice\n", "line 3: expected train (or training), val (or valid, validation) and test (or testing) in the column split; found 'practice'" },
        { "path,label\na.png,1\nb.png,1\n", "expected training rows of at least two labels; found only '1'" },
        { "path,label,split\na.png,1,train\nb.png,2,train\n\"c, too.png\",3,test\n", "line 4: expected a label that training rows have; found '3' in the test split only" },
        { "path,label,split\na.png,1,train\nb.png,2,train\n./a.png,1,test\n", "is in Train on line 2 and in Test here" },
    };

    [Theory]
    [MemberData(nameof(BrokenManifests))]
    public void Broken_manifests_are_refused_with_the_line(string content, string expected)
    {
        using var folder = new TemporaryFolder();
        WriteImages(folder);
        string manifest = folder.WriteText("m.csv", content);

        var error = Assert.Throws<CnnException>(() => Store().Load(manifest, CnnSplit.Train));

        Assert.Equal("DatasetInvalid", error.ErrorId);
        Assert.StartsWith(manifest, error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_split_without_rows_is_not_found()
    {
        using var folder = new TemporaryFolder();
        WriteImages(folder);
        string manifest = folder.WriteText("m.csv", "path,label\na.png,1\nb.png,2\n");

        Assert.Equal("DatasetNotFound", Assert.Throws<CnnException>(() => Store().Load(manifest, CnnSplit.Test)).ErrorId);
    }

    private static void WriteImages(TemporaryFolder folder)
    {
        folder.Write("a.png", SmallPng.Encode(2, 2, 10, 0, 0));
        folder.Write("b.png", SmallPng.Encode(2, 2, 20, 0, 0));
        folder.Write("c, too.png", SmallPng.Encode(2, 2, 30, 0, 0));
    }

    private static DatasetStore Store() => new(new DatasetStoreOptions());
}
