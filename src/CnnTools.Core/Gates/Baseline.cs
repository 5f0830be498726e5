using CnnTools.Core.Evaluation;

namespace CnnTools.Core.Gates;

/// <summary>What later models are compared with: small enough to live in the repository beside the code, and enough to compare image by image.</summary>
public sealed record Baseline
{
    /// <summary>The dataset's name.</summary>
    public required string Dataset { get; init; }

    /// <summary>The split.</summary>
    public required CnnSplit Split { get; init; }

    /// <summary>SHA-256 of the split's content: the same images in the same order, or no comparison.</summary>
    public required string DatasetHash { get; init; }

    /// <summary>Number of images.</summary>
    public required int Count { get; init; }

    /// <summary>The network's name.</summary>
    public required string Architecture { get; init; }

    /// <summary>Version of the engine that evaluated.</summary>
    public required string Engine { get; init; }

    /// <summary>Version of libtorch.</summary>
    public required string TorchVersion { get; init; }

    /// <summary>Mean accuracy of the runs, in <c>[0, 1]</c>.</summary>
    public required double Accuracy { get; init; }

    /// <summary>One run a seed.</summary>
    public required IReadOnlyList<BaselineRun> Run { get; init; }

    /// <summary>Makes a baseline of evaluations.</summary>
    /// <param name="runs">Evaluations of the same images, one a seed.</param>
    public static Baseline Of(IReadOnlyList<EvaluationRecord> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        EvaluationRecord first = runs[0];
        return new Baseline
        {
            Dataset = first.Dataset, Split = first.Split, DatasetHash = first.DatasetHash, Count = first.Count, Architecture = first.Architecture, Engine = first.Engine, TorchVersion = first.TorchVersion,
            Accuracy = runs.Average(static run => run.Accuracy),
            Run = [.. runs.Select(static run => new BaselineRun { Seed = run.Seed, ModelHash = run.ModelHash, Accuracy = run.Accuracy, Correct = run.Correct })],
        };
    }
}

/// <summary>One model of a baseline.</summary>
public sealed record BaselineRun
{
    /// <summary>The training's seed; null where the model did not say.</summary>
    public long? Seed { get; init; }

    /// <summary>SHA-256 of the model's file.</summary>
    public required string ModelHash { get; init; }

    /// <summary>Share classified correctly, in <c>[0, 1]</c>.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Whether each image was classified correctly: <see cref="CorrectnessBits"/>.</summary>
    public required string Correct { get; init; }
}
