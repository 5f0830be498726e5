using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CnnTools.Core.Networks;

/// <summary>Writes networks as JSON.</summary>
internal static class NetworkJsonWriter
{
    // Names may hold any letters; the text goes into files and metadata, never into HTML.
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(CnnNetwork network)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("name", network.Name);
            writer.WriteNumber("height", network.Height);
            writer.WriteNumber("width", network.Width);
            writer.WriteNumber("channels", network.Channels);
            writer.WriteStartArray("layer");
            foreach (CnnLayer layer in network.Layers) Write(writer, layer);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void Write(Utf8JsonWriter writer, CnnLayer layer)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", layer.Kind.ToString());
        if (layer.Filters is { } filters) writer.WriteNumber("filters", filters);
        if (layer.KernelSize is { } kernelSize) writer.WriteNumber("kernelSize", kernelSize);
        if (layer.Stride is { } stride) writer.WriteNumber("stride", stride);
        if (layer.Padding is { } padding) writer.WriteString("padding", padding.ToString());
        if (layer.Units is { } units) writer.WriteNumber("units", units);
        if (layer.Rate is { } rate) writer.WriteNumber("rate", rate);
        if (layer.Activation is { } activation) writer.WriteString("activation", activation.ToString());
        if (layer.Initializer is { } initializer) writer.WriteString("initializer", initializer.ToString());
        if (layer.Bias is { } bias) writer.WriteBoolean("bias", bias);
        if (layer.Epsilon is { } epsilon) writer.WriteNumber("epsilon", epsilon);
        if (layer.Momentum is { } momentum) writer.WriteNumber("momentum", momentum);
        writer.WriteEndObject();
    }
}
