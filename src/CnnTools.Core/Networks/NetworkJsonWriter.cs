using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CnnTools.Core.Networks.Layers;

namespace CnnTools.Core.Networks;

/// <summary>Writes networks as JSON.</summary>
internal static class NetworkJsonWriter
{
    // Names may hold any letters; the text goes into files and metadata, never into HTML.
    private static readonly JsonWriterOptions s_options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(CnnNetwork network)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, s_options))
        {
            writer.WriteStartObject();
            writer.WriteString("name", network.Name);
            writer.WriteNumber("height", network.Height);
            writer.WriteNumber("width", network.Width);
            writer.WriteNumber("channels", network.Channels);
            writer.WritePropertyName("layer");
            Write(writer, network.Layers);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void Write(Utf8JsonWriter writer, IReadOnlyList<CnnLayer> layers)
    {
        writer.WriteStartArray();
        foreach (CnnLayer layer in layers)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", layer.Kind.ToString());
            foreach (LayerProperty property in LayerProperty.All)
            {
                if (property.Read(layer) is not { } value) continue;
                writer.WritePropertyName(property.WrittenName);
                Write(writer, value);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case int number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case IReadOnlyList<CnnLayer> layers:
                Write(writer, layers);
                break;
            default:
                writer.WriteStringValue(value.ToString());
                break;
        }
    }
}
