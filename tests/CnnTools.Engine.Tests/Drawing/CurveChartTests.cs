using System.Globalization;
using System.Xml.Linq;
using CnnTools.Core.Charts;
using CnnTools.Core.Images;

namespace CnnTools.Engine.Tests.Drawing;

public sealed class CurveChartTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(1, 10)]
    [InlineData(1, 100)]
    [InlineData(1, 1000)]
    [InlineData(2, 10)]
    [InlineData(9, 30)]
    [InlineData(16, 5)]
    public void Its_words_do_not_touch(int runs, int epochs)
    {
        var chart = new CurveChart(runs == 1 ? [new CurveRun("TwoConv4x4 on Cifar10", Histories.Of(epochs, 2))] : Histories.Runs(runs, epochs));
        new SvgTexts(chart).AssertReadable(chart);
    }

    [Fact]
    public void Curves_that_end_at_one_height_are_named_apart()
    {
        CnnEpochResult[] same = [.. Enumerable.Range(1, 5).Select(epoch => new CnnEpochResult { Epoch = epoch, Loss = 1, Accuracy = 0.5, ValidationLoss = 1, ValidationAccuracy = 0.5, LearningRate = 1, Seconds = 1, ImagesPerSecond = 1 })];
        var chart = new CurveChart([new CurveRun("Flat", same)]);
        new SvgTexts(chart).AssertReadable(chart);
    }

    [Fact]
    public void It_says_in_words_what_it_shows()
    {
        var svg = new SvgTexts(new CurveChart([new CurveRun("FashionTwoConv on FashionMnist", Histories.Of(10, 4))]));
        Assert.Equal("FashionTwoConv on FashionMnist", svg.Title);
        Assert.Contains("10 epochs; training loss from 1.7039 to 0.1145", svg.Description, StringComparison.Ordinal);
        Assert.Contains("lowest validation loss 0.4 in epoch 4, with validation accuracy 90%", svg.Description, StringComparison.Ordinal);
        Assert.Equal("img", svg.Document.Root!.Attribute("role")!.Value);
        foreach (string text in (string[])["Loss (cross-entropy, nats)", "Accuracy (%)", "Epoch", "training", "validation", "best epoch: 4"]) Assert.Contains(text, svg.Text);
        Assert.DoesNotContain("Learning rate", svg.Text);
    }

    [Fact]
    public void A_point_lies_where_its_value_says()
    {
        CnnEpochResult[] history = [.. Histories.Of(3, 2).Select((epoch, i) => epoch with { Accuracy = i / 2.0, ValidationAccuracy = null, ValidationLoss = null })];
        var svg = new SvgTexts(new CurveChart([new CurveRun("Run", history)], [CnnChartMetric.Accuracy]));
        (double X, double Y)[] points = [.. svg.Of("circle").Select(dot => (SvgTexts.Origin(dot).X + Number(dot, "cx"), SvgTexts.Origin(dot).Y + Number(dot, "cy")))];
        double Mark(string text) => svg.Box.Single(box => box.Text == text) is var box ? (box.Top + box.Bottom) / 2 : 0;
        Assert.Equal(3, points.Length);
        Assert.Equal(Mark("0"), points[0].Y, 1.0);
        Assert.Equal(Mark("100"), points[2].Y, 1.0);
        Assert.Equal((points[0].Y + points[2].Y) / 2, points[1].Y, 0.1);
        Assert.Equal((points[0].X + points[2].X) / 2, points[1].X, 0.1);
    }

    [Fact]
    public void The_learning_rate_is_shown_where_it_changes()
    {
        var svg = new SvgTexts(new CurveChart([new CurveRun("Run", Histories.Of(10, 2, rate: static epoch => Math.Pow(10, -epoch / 2.0)))]));
        Assert.Contains("Learning rate", svg.Text);
        foreach (string mark in (string[])["1e-5", "1e-4", "0.001", "0.01", "0.1"]) Assert.Contains(mark, svg.Text);
    }

    [Fact]
    public void A_loss_that_is_no_number_leaves_a_gap()
    {
        CnnEpochResult[] history = [.. Histories.Of(4, 2)];
        history[3] = history[3] with { Loss = double.NaN };
        Assert.DoesNotContain("NaN", new SvgTexts(new CurveChart([new CurveRun("Run", history)])).Of("polyline").Select(line => line.Attribute("points")!.Value).Aggregate(static (a, b) => a + b), StringComparison.Ordinal);
    }

    [Fact]
    public void Pixels_show_the_curves_in_their_colours()
    {
        DecodedImage image = Pixels.Of(new CurveChart([new CurveRun("Run", Histories.Of(10, 4))]), ".png", scale: 2);
        Assert.Equal((1920, 720), (image.Width, image.Height));
        Assert.InRange(Pixels.Count(image, 0x0072b2), 500, 20_000);
        Assert.InRange(Pixels.Count(image, 0xd55e00), 500, 20_000);
        Assert.InRange(Pixels.Count(image, 0xffffff), image.Width * image.Height / 2, image.Width * image.Height);
    }

    [Fact]
    public void Nothing_to_draw_and_too_little_room_are_errors()
    {
        Assert.Equal("OptionInvalid", Assert.Throws<CnnException>(() => new CurveChart([])).ErrorId);
        Assert.Equal("OptionInvalid", Assert.Throws<CnnException>(() => new CurveChart([new CurveRun("Empty", [])])).ErrorId);
        Assert.Equal("OptionInvalid", Assert.Throws<CnnException>(() => new CurveChart([new CurveRun("Run", Histories.Of(2, 1))], width: 300)).ErrorId);
    }

    [Theory]
    [InlineData(0, 1.25, 5, new[] { 0, 0.5, 1, 1.5 })]
    [InlineData(0.62, 0.78, 5, new[] { 0.6, 0.65, 0.7, 0.75, 0.8 })]
    [InlineData(3, 3, 5, new[] { 1, 2, 3, 4, 5.0 })]
    public void Axes_have_round_marks(double minimum, double maximum, int count, double[] expected)
    {
        IReadOnlyList<double> ticks = AxisScale.Linear(minimum, maximum, count).Tick;
        Assert.Equal(expected.Length, ticks.Count);
        Assert.All(ticks.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 9));
    }

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
