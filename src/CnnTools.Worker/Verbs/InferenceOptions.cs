using System.CommandLine;

namespace CnnTools.Worker.Verbs;

/// <summary>The options of the verbs that run finished models: where and how.</summary>
internal sealed class InferenceOptions
{
    private readonly Option<string> _device = new("--device") { Description = "Auto, Cpu, Cuda or Cuda:N", DefaultValueFactory = static _ => "Auto" };
    private readonly Option<CnnPrecision?> _precision = OptionParsing.ForEnum<CnnPrecision>("--precision", "Number format of the computation");
    private readonly Option<CnnRuntime?> _runtime = OptionParsing.ForEnum<CnnRuntime>("--runtime", "The library that computes (default: ONNX Runtime for Float32 on the CPU, libtorch otherwise)");
    private readonly Option<int?> _thread = OptionParsing.ForNumber<int>("--thread", "CPU threads; without it, one a physical core");
    private readonly Option<string?> _datasetCache = new("--dataset-cache") { Description = "Folder of the dataset cache (default CNNTOOLS_DATASETS, else ~/.cache/cnntools/datasets)" };
    private readonly Option<bool> _offline = new("--offline") { Description = "Never download" };
    private readonly Option<bool> _skipBroken = new("--skip-broken") { Description = "Leave out images that cannot be read" };
    private readonly Option<long?> _maxCacheSize = OptionParsing.ForNumber<long>("--max-cache-size", "Largest size of the cache of prepared images in bytes (default 32 GiB)");

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_device, _precision, _runtime, _thread, _datasetCache, _offline, _skipBroken, _maxCacheSize]) command.Options.Add(option);
    }

    /// <summary>The options as the engine takes them.</summary>
    public CnnInferenceOptions Read(ParseResult parsed) => new()
    {
        Device = parsed.GetRequiredValue(_device),
        Precision = parsed.GetValue(_precision),
        Runtime = parsed.GetValue(_runtime) ?? CnnRuntime.Auto,
        Thread = parsed.GetValue(_thread),
        DatasetCache = parsed.GetValue(_datasetCache),
        Offline = parsed.GetValue(_offline),
        SkipBroken = parsed.GetValue(_skipBroken),
        MaxCacheSize = parsed.GetValue(_maxCacheSize),
    };
}
