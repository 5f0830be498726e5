using CnnTools.Core.Datasets;
using CnnTools.PowerShell.Completion;

namespace CnnTools.PowerShell.Tests;

public sealed class CompleterTests
{
    [Fact]
    public void Without_a_word_everything_is_offered() => Assert.Equal(DatasetStore.Names, new DatasetCompleter().Matching("").Select(item => item.Value));

    [Theory]
    [InlineData("cifar1")]
    [InlineData("'Cifar1")]
    [InlineData("\"CIFAR1")]
    public void Case_and_quotes_do_not_count(string word) => Assert.Equal(["Cifar10", "Cifar100"], new DatasetCompleter().Matching(word).Select(item => item.Value));

    [Fact]
    public void Every_offer_has_a_line_that_explains_it()
    {
        ListCompleter[] completers = [new DatasetCompleter(), new ArchitectureCompleter(), new DeviceCompleter(), new ValidationSplitCompleter(), new ClassWeightCompleter()];
        Assert.All(completers.SelectMany(completer => completer.Matching(null)), item => Assert.NotEmpty(item.Tip));
    }

    [Fact]
    public void What_is_offered_for_the_watched_split_can_be_read() =>
        Assert.All(new ValidationSplitCompleter().Matching(""), item => Assert.Equal(item.Value, CnnValidationSplit.Parse(item.Value).ToString()));
}
