using System.CommandLine;
using CnnTools.Core.Datasets;
using CnnTools.Core.Networks;
using CnnTools.Engine.Torch;
using CnnTools.Worker.Output;

namespace CnnTools.Worker.Verbs;

/// <summary>The verbs that list what can be named: <c>datasets</c>, <c>architectures</c>, <c>devices</c>.</summary>
internal static class ListVerbs
{
    /// <summary>The verbs.</summary>
    /// <param name="host">Runs the work.</param>
    public static IEnumerable<Command> Create(WorkerHost host)
    {
        var cache = new Option<string?>("--dataset-cache") { Description = "Folder of the dataset cache" };
        var datasets = new Command("datasets", "Lists the known datasets") { cache };
        datasets.SetAction(parsed => host.Run(_ => Datasets(host.Output, parsed.GetValue(cache))));
        yield return datasets;

        var architectures = new Command("architectures", "Lists the networks known by name");
        architectures.SetAction(_ => host.Run(_ => Architectures(host.Output)));
        yield return architectures;

        var devices = new Command("devices", "Lists the devices to train on");
        devices.SetAction(_ => host.Run(_ => Devices(host.Output)));
        yield return devices;
    }

    private static void Datasets(TextWriter output, string? cache)
    {
        var table = new TextTable(("Name", -14), ("Split", -5), ("Count", 7), ("Size", 9), ("Classes", 7), ("Here", -4), ("Path", -1));
        output.WriteLine(table.Header);
        foreach (CnnDatasetInfo info in new DatasetStore(new DatasetStoreOptions { CacheFolder = cache }).List())
            output.WriteLine(table.Row(info.Name, $"{info.Split}", $"{info.Count:N0}", $"{info.Height}x{info.Width}x{info.Channels}", $"{info.Classes.Count}", info.Available ? "yes" : "no", info.Path));
    }

    private static void Architectures(TextWriter output)
    {
        var table = new TextTable(("Name", -15), ("Dataset", -12), ("Input", 8), ("Parameters", 10), ("Epochs", 6), ("Batch", 5), ("Tutorial", 8));
        output.WriteLine(table.Header);
        foreach (CnnArchitectureInfo info in NetworkCatalog.All.Select(static network => network.ToInfo()))
            output.WriteLine(table.Row(info.Name, info.Dataset, info.InputShape, $"{info.Parameters:N0}", $"{info.Epoch}", $"{info.BatchSize}", info.TutorialAccuracy is { } share ? $"{100 * share:F1}%" : null));
    }

    private static void Devices(TextWriter output)
    {
        var table = new TextTable(("Name", -7), ("Default", -7), ("Description", -40), ("Threads", 7), ("Precision", -27), ("libtorch", -12), ("BLAS", -1));
        output.WriteLine(table.Header);
        foreach (CnnDeviceInfo info in DeviceCatalog.List())
        {
            output.WriteLine(table.Row(info.Name, info.IsDefault ? "yes" : "no", info.Description, info.Threads > 0 ? $"{info.Threads}" : null, info.Precision, info.TorchVersion, info.Blas));
        }
    }
}
