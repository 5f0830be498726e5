using CnnTools.Core.Charts;
using CnnTools.Core.Images;

namespace CnnTools.Engine.Tests.Drawing;

public sealed class HeatMapTests
{
    private static readonly string[] s_cifar = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    public static TheoryData<string[]> Classes =>
    [
        s_cifar,
        ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
        ["no", "yes"],
        ["a name that is far too long to stand beside a row of cells and is cut", "b", "ż", "日本"],
        [.. Enumerable.Range(0, 100).Select(i => $"aquarium_fish {i}")],
    ];

    private static CnnConfusionCell[] Matrix(string[] classes) =>
        [.. from truth in Enumerable.Range(0, classes.Length)
            from predicted in Enumerable.Range(0, classes.Length)
            select new CnnConfusionCell { TrueLabel = classes[truth], PredictedLabel = classes[predicted], Count = truth == predicted ? 900 : (truth * 7 + predicted * 3) % 11, Share = 0 }];

    [Theory]
    [MemberData(nameof(Classes))]
    public void Its_words_do_not_touch(string[] classes)
    {
        var map = new HeatMap(Matrix(classes));
        new SvgTexts(map).AssertReadable(map);
    }

    [Fact]
    public void It_says_in_words_what_it_shows()
    {
        CnnConfusionCell[] cells = [.. Matrix(["cat", "dog"]).Select(cell => cell with { Count = (cell.TrueLabel, cell.PredictedLabel) switch { ("cat", "cat") => 90, ("cat", "dog") => 10, ("dog", "dog") => 95, _ => 5 } })];
        var svg = new SvgTexts(new HeatMap(cells));
        Assert.Equal("Confusion matrix", svg.Title);
        Assert.Equal("185 of 200 images right (92.50%), 2 classes. Most frequent mistakes: cat taken for dog 10 times; dog taken for cat 5 times.", svg.Description);
        foreach (string text in (string[])["cat", "dog", "90", "10", "95", "5", "True class", "Predicted class", "0%", "50%", "100%"]) Assert.Contains(text, svg.Text);
    }

    [Fact]
    public void A_cell_has_the_colour_of_its_share_of_the_row()
    {
        CnnConfusionCell[] cells = [.. Matrix(["a", "b"]).Select(cell => cell with { Count = cell.TrueLabel == "a" ? (cell.PredictedLabel == "a" ? 8 : 0) : 4 })];
        DecodedImage image = Pixels.Of(new HeatMap(cells), ".png");
        // All of class a was right: the darkest colour; of class b a half: the middle one.
        Assert.InRange(Pixels.Count(image, 0x08306b), 46 * 46 / 2, 46 * 46);
        Assert.InRange(Pixels.Count(image, 0x6baed6), 46 * 46, 2 * 46 * 46);
    }

    [Fact]
    public void Rows_are_truth_and_columns_are_answers()
    {
        CnnConfusionCell[] cells = [new() { TrueLabel = "a", PredictedLabel = "a", Count = 1, Share = 0 }, new() { TrueLabel = "b", PredictedLabel = "b", Count = 2, Share = 0 }, new() { TrueLabel = "a", PredictedLabel = "b", Count = 77, Share = 0 }];
        var svg = new SvgTexts(new HeatMap(cells));
        var cell = svg.Box.Single(box => box.Text == "77");
        var rowA = svg.Box.Where(box => box.Text == "a").MinBy(box => box.Left);
        var columnB = svg.Box.Where(box => box.Text == "b").MaxBy(box => box.Top);
        Assert.Equal((rowA.Top + rowA.Bottom) / 2, (cell.Top + cell.Bottom) / 2, 3.0);
        Assert.Equal((columnB.Left + columnB.Right) / 2, (cell.Left + cell.Right) / 2, 3.0);
    }

    [Fact]
    public void Two_models_cells_and_no_cells_are_errors()
    {
        Assert.Equal("ConfusionInvalid", Assert.Throws<CnnException>(() => new HeatMap([])).ErrorId);
        Assert.Equal("ConfusionInvalid", Assert.Throws<CnnException>(() => new HeatMap([.. Matrix(s_cifar), .. Matrix(s_cifar)])).ErrorId);
    }
}
