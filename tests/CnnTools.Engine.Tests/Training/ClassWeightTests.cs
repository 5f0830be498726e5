using CnnTools.Engine.Sessions;
using CnnTools.Engine.Training.Losses;

namespace CnnTools.Engine.Tests.Training;

public sealed class ClassWeightTests
{
    // sklearn.utils.class_weight.compute_class_weight("balanced", classes=[0, 1, 2], y=[0]*6 + [1]*3 + [2]*1)
    [Fact]
    public void Balanced_weights_are_scikit_learns() => Assert.Equal([10.0 / 18, 10.0 / 9, 10.0 / 3], ClassWeights.Balanced([6, 3, 1]));

    [Fact]
    public void A_class_without_images_weighs_nothing_and_the_others_as_without_it() => Assert.Equal([0.75, 0, 1.5], ClassWeights.Balanced([4, 0, 2]));

    [Fact]
    public void Choices_become_weights()
    {
        string[] names = ["cat", "dog"];
        Assert.Null(ClassWeights.Of(CnnClassWeight.None, names, () => throw new InvalidOperationException("not asked")));
        Assert.Equal([1, 3], ClassWeights.Of(CnnClassWeight.Parse("dog=3"), names, () => throw new InvalidOperationException("not asked"))!);
        Assert.Equal([0.5, 2], ClassWeights.Of(CnnClassWeight.Parse("0.5, 2"), names, () => throw new InvalidOperationException("not asked"))!);
        Assert.Equal([2, 2.0 / 3], ClassWeights.Of(CnnClassWeight.Parse("balanced"), names, () => [1, 3])!);
    }

    [Theory]
    [InlineData("None")]
    [InlineData("Balanced")]
    [InlineData("1,0,2.5")]
    [InlineData("a=b=2,cat=0.5")]
    public void Text_comes_back_as_it_was_read(string text)
    {
        Assert.Equal(text, CnnClassWeight.Parse(text).ToString());
        Assert.Equal(CnnClassWeight.Parse(text), CnnClassWeight.Parse(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1,x")]
    [InlineData("-1,2")]
    [InlineData("0,0")]
    [InlineData("1,NaN")]
    [InlineData("cat=1,cat=2")]
    [InlineData("cat=1,2")]
    [InlineData("=1")]
    public void Other_text_is_refused_with_what_was_expected(string text)
    {
        CnnException error = Assert.Throws<CnnException>(() => CnnClassWeight.Parse(text));
        Assert.Equal("OptionInvalid", error.ErrorId);
        Assert.Contains("Balanced", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_must_fit_the_dataset()
    {
        var options = new CnnTrainingOptions { Dataset = "Shapes", Thread = 1 };
        Assert.Contains("expected 10 weights", Assert.Throws<CnnException>(() => TrainingSession.Plan(options with { ClassWeight = CnnClassWeight.Parse("1,2") })).Message, StringComparison.Ordinal);
        string name = TrainingSession.Plan(options).Train.Classes[3];
        CnnException unknown = Assert.Throws<CnnException>(() => TrainingSession.Plan(options with { ClassWeight = CnnClassWeight.Parse(name + "x=2") }));
        Assert.Contains($"Did you mean '{name}'?", unknown.Message, StringComparison.Ordinal);
        Assert.Equal($"{name}=2", TrainingSession.Plan(options with { ClassWeight = CnnClassWeight.Parse(name + "=2") }).ClassWeight.ToString());
    }
}
