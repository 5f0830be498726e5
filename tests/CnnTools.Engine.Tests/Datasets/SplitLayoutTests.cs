using CnnTools.Core.Datasets;
using CnnTools.Core.Datasets.Files;
using CnnTools.Core.Text;
using CnnTools.Engine.Tests.Images;
using Xunit;

namespace CnnTools.Engine.Tests.Datasets;

/// <summary>The layouts that people's folders and manifests have.</summary>
public sealed class SplitLayoutTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("train", "test", "val")]
    [InlineData("Training", "Testing", "Validation")]
    [InlineData("training_set", "test_set", "valid")]
    [InlineData("seg_train", "seg_test", "VAL")]
    [InlineData("TRAIN", "Test-Images", "validation set")]
    public void Splits_have_the_names_that_people_give_them(string train, string test, string validation)
    {
        Write($"{train}/a/1.png", $"{train}/b/1.png", $"{train}/b/2.png", $"{test}/a/3.png", $"{test}/b/3.png", $"{validation}/a/4.png", $"{validation}/b/4.png", $"{validation}/b/5.png");

        Assert.Equal([3, 2, 3], Enum.GetValues<CnnSplit>().Select(split => Store().Describe(_folder.Path, split).Count));
        Assert.Equal([0, 1, 1], Store().Load(_folder.Path, CnnSplit.Validation).Labels);
        Assert.Equal(["a", "b"], Store().Load(_folder.Path, CnnSplit.Test).ClassNames);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void A_split_folder_within_a_folder_of_its_name_is_found()
    {
        Write("seg_train/seg_train/forest/1.png", "seg_train/seg_train/sea/1.png", "seg_test/seg_test/forest/1.png", "seg_test/seg_test/sea/1.png", "seg_pred/1.png");

        Assert.Equal(["forest", "sea"], Store().Load(_folder.Path, CnnSplit.Train).ClassNames);
        Assert.Equal(2, Store().Describe(_folder.Path, CnnSplit.Test).Count);
        Assert.Contains(_warnings, static text => text.Contains("not used: seg_pred", StringComparison.Ordinal));
    }

    public static TheoryData<string[], string> Mistakes => new()
    {
        { ["train/1.png", "test/1.png"], "expected one subfolder per class in 'train'; found none" },
        { ["test/a/1.png", "test/b/1.png", "val/a/1.png", "val/b/1.png"], "expected a folder 'train' beside 'test' and 'val'; found none" },
        { ["pets/cat/1.png", "pets/dog/1.png"], "found only 'pets', which has 2 subfolders of its own. Use " },
        { ["train/a/1.png", "train/b/1.png", "training/a/1.png"], "expected one folder for the train split; found 'train' and 'training'" },
        { ["train/a/1.png", "train/b/1.png", "test/1.png"], "found images without any, so that their classes are not known" },
        { ["train/a/1.png", "train/b/1.png", "test/"], "expected images (.png, .jpg, .jpeg, .jfif, .webp, .bmp, .gif); found none" },
        { ["train/cat/1.png", "train/dog/1.png", "test/dogs/1.png"], "found 'dogs'. Did you mean 'dog'?" },
        { ["train/a/1.heic", "train/a/2.HEIC", "train/b/1.png"], "found none in a supported format (2 .heic must be converted to JPEG or PNG)" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Mistakes_in_a_layout_are_found_before_any_training(string[] files, string message)
    {
        Write(files);
        CnnException error = Assert.Throws<CnnException>(() => Store().Describe(_folder.Path, CnnSplit.Train));
        Assert.Equal("DatasetInvalid", error.ErrorId);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_that_a_split_lacks_and_files_that_are_not_used_are_warnings()
    {
        Write("train/a/1.png", "train/b/1.png", "train/c/1.png", "test/b/1.png", "train/a/2.tif", "train/a/3.TIFF", "train/b/4.heic", "train/c/readme.md");

        Store().Load(_folder.Path, CnnSplit.Train);

        Assert.Equal(_warnings, Store().Warnings(_folder.Path));
        Assert.Contains(_warnings, static text => text.Contains("the test split has no image of 2 of 3 classes (a, c)", StringComparison.Ordinal));
        Assert.Contains(_warnings, static text => text.Contains("3 images are not used, because the format is not supported: 1 .heic, 1 .tif, 1 .tiff. Convert to JPEG or PNG.", StringComparison.Ordinal));
        Assert.Contains(_warnings, static text => text.Contains("1 file is no image by extension and not used: 1 .md", StringComparison.Ordinal));
    }

    [Fact]
    public void Composed_and_decomposed_names_are_the_same_class()
    {
        Write("train/caf\u00E9/1.png", "train/tea/1.png", "test/cafe\u0301/1.png", "test/tea/1.png", "train/cafe\u0301/2.png");

        Assert.Equal(["caf\u00E9", "tea"], Store().Load(_folder.Path, CnnSplit.Train).ClassNames);
        Assert.Equal([0, 0, 1], Store().Load(_folder.Path, CnnSplit.Train).Labels);
        Assert.Equal([0, 1], Store().Load(_folder.Path, CnnSplit.Test).Labels);
    }

    [Fact]
    public void A_manifest_takes_the_same_words_both_separators_and_both_forms()
    {
        Write("photos/one/1.png", "photos/one/2.png", "photos/caf\u00E9/3.png", "photos/caf\u00E9/4.png", "photos/caf\u00E9/5.png");
        string manifest = _folder.WriteText("m.csv", "path,label,split\nphotos\\one\\1.png,x,Training\nphotos/one/2.png,caf\u00E9,train\nphotos\\cafe\u0301/3.png,cafe\u0301,VALID\nphotos/caf\u00E9/4.png,x,testing\nphotos/caf\u00E9/5.png,x,val\n");

        Assert.Equal(["caf\u00E9", "x"], Store().Describe(manifest, CnnSplit.Train).Classes);
        Assert.Equal([1, 0], Store().Load(manifest, CnnSplit.Train).Labels);
        Assert.Equal([0, 1], Store().Load(manifest, CnnSplit.Validation).Labels);
        Assert.Equal(1, Store().Describe(manifest, CnnSplit.Test).Count);
        string odd = _folder.WriteText("odd.csv", "path,label,split\nphotos/one/1.png,x,practice\n");
        Assert.Contains("line 2: expected train (or training), val (or valid, validation) and test (or testing) in the column split; found 'practice'", Assert.Throws<CnnException>(() => Store().Describe(odd, CnnSplit.Train)).Message, StringComparison.Ordinal);
    }

    /// <summary>Text.Normalize does nothing in a process with invariant globalization; the expected values are Python's unicodedata.normalize('NFC',
    /// ...).</summary>
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("e\u0301", "\u00E9")]
    [InlineData("\u00E9", "\u00E9")]
    [InlineData("A\u030Angstro\u0308m", "\u00C5ngstr\u00F6m")]
    [InlineData("e\u0323\u0302", "\u1EC7")] // e, dot below, circumflex: composed twice
    [InlineData("\u1112\u1161\u11AB\u1100\u1173\u11AF", "\uD55C\uAE00")] // Hangul
    [InlineData("\u30CF\u309A", "\u30D1")] // katakana ha and the semi-voiced mark
    [InlineData("\u0438\u0306", "\u0439")] // Cyrillic short i
    [InlineData("\u4E2D\u6587", "\u4E2D\u6587")]
    [InlineData("q\u0301", "q\u0301")] // there is no such letter
    public void Names_are_composed(string written, string composed) => Assert.Equal(composed, ComposedText.Of(written));

    [Fact]
    public void All_letters_that_decompose_are_composed_again()
    {
        for (int code = 0xA0; code < 0x10000; code++)
        {
            if (code is (>= 0xD800 and < 0xE000) or (>= 0xFDD0 and <= 0xFDEF) or >= 0xFFFE) continue; // surrogates, and no characters
            string letter = ((char)code).ToString();
            if (!letter.IsNormalized(System.Text.NormalizationForm.FormC)) continue;
            Assert.Equal(letter, ComposedText.Of(letter.Normalize(System.Text.NormalizationForm.FormD)));
        }
    }

    private void Write(params string[] files)
    {
        foreach (string file in files)
        {
            if (file.EndsWith('/')) Directory.CreateDirectory(_folder.Combine(file));
            else _folder.Write(file, SmallPng.Encode(2, 2, 1, 2, 3));
        }
    }

    private DatasetStore Store() => new(new DatasetStoreOptions { Warning = _warnings.Add });
}
