using CnnTools.Core.Datasets;
using CnnTools.Core.Networks;

namespace CnnTools.PowerShell.Completion;

/// <summary>Completes names of datasets.</summary>
public sealed class DatasetCompleter : ListCompleter
{
    private protected override IEnumerable<CompletionItem> Items => DatasetStore.Names.Select(static name => new CompletionItem(name, $"Dataset {name}"));
}

/// <summary>Completes names of networks.</summary>
public sealed class ArchitectureCompleter : ListCompleter
{
    private protected override IEnumerable<CompletionItem> Items => NetworkCatalog.All.Select(static network => new CompletionItem(network.Name, network.Description));
}

/// <summary>Completes names of devices. Which cards there are is not asked: that would load libtorch while the user types.</summary>
public sealed class DeviceCompleter : ListCompleter
{
    private protected override IEnumerable<CompletionItem> Items =>
    [
        new("Auto", "A GPU where there is one, else the CPU"),
        new("Cpu", "The processor"),
        new("Cuda", "The first NVIDIA card"),
        new("Cuda:0", "An NVIDIA card by number"),
    ];
}

/// <summary>Completes what a training can watch.</summary>
public sealed class ValidationSplitCompleter : ListCompleter
{
    private protected override IEnumerable<CompletionItem> Items =>
    [
        new("0.1", "A tenth of each class, held out of the training split"),
        new("Test", "The test split, as the tutorials do; the test accuracy then is too good"),
        new("None", "Nothing: no early stopping, the last epoch's weights are kept"),
    ];
}

/// <summary>Completes what happens at the edge of an image.</summary>
public sealed class PaddingCompleter : ListCompleter
{
    private protected override IEnumerable<CompletionItem> Items =>
    [
        new("Valid", "Windows stay inside the image"),
        new("Same", "Zeros are added so that, at stride 1, the output has the input's size"),
        new("1", "Pixels added on each side, whatever the stride"),
    ];
}

/// <summary>Completes how classes are weighted.</summary>
public sealed class ClassWeightCompleter : ListCompleter
{
    private protected override IEnumerable<CompletionItem> Items =>
    [
        new("Balanced", "In inverse proportion to how often a class occurs"),
        new("None", "Every class counts the same"),
    ];
}
