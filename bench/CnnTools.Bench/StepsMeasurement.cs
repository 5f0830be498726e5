using System.Text.Json.Serialization;

namespace CnnTools.Bench;

/// <summary>What one process measured; PyTorch's side prints the same fields.</summary>
internal sealed record StepsMeasurement
{
    [JsonPropertyName("imagesPerSecond")]
    public required double ImagesPerSecond { get; init; }

    [JsonPropertyName("peakBytes")]
    public required long PeakBytes { get; init; }

    [JsonPropertyName("torch")]
    public required string Torch { get; init; }

    [JsonPropertyName("loss")]
    public required double Loss { get; init; }
}
