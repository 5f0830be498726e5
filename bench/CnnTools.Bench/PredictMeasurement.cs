using System.Text.Json.Serialization;

namespace CnnTools.Bench;

/// <summary>What one measuring process reports.</summary>
internal sealed record PredictMeasurement
{
    /// <summary>Median time of a single image in milliseconds.</summary>
    [JsonPropertyName("p50")]
    public required double P50 { get; init; }

    /// <summary>99th percentile of the same.</summary>
    [JsonPropertyName("p99")]
    public required double P99 { get; init; }

    /// <summary>Images a second in batches of 250.</summary>
    [JsonPropertyName("imagesPerSecond")]
    public required double ImagesPerSecond { get; init; }

    /// <summary>Resident memory at the end in bytes.</summary>
    [JsonPropertyName("residentBytes")]
    public required long ResidentBytes { get; init; }

    /// <summary>Version of libtorch.</summary>
    [JsonPropertyName("torch")]
    public required string Torch { get; init; }
}
