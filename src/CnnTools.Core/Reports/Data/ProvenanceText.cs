using System.Globalization;
using System.Text.Json;

namespace CnnTools.Core.Reports.Data;

/// <summary>
/// What a model file says about its training, as names and values to read. Taken as it comes: an option that a later version writes appears in the report
/// without being known here.
/// </summary>
internal static class ProvenanceText
{
    /// <summary>What tells where a model comes from; everything else is an option of its training.</summary>
    private static readonly HashSet<string> s_origin = new(StringComparer.Ordinal) { "Engine", "TorchVersion", "Dataset", "DatasetHash", "Device", "Thread", "Imported", "Source", "SourceHash", "StopReason" };

    /// <summary>What the report shows elsewhere.</summary>
    private static readonly HashSet<string> s_shown = new(StringComparer.Ordinal) { "Test", "BestEpoch" };

    /// <summary>The options, in the file's order.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Options(JsonElement provenance) => [.. Values(provenance, "").Where(static pair => !s_origin.Contains(Root(pair.Key)))];

    /// <summary>Where the model comes from, in the file's order.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Origin(JsonElement provenance) => [.. Values(provenance, "").Where(static pair => s_origin.Contains(Root(pair.Key)))];

    private static IEnumerable<KeyValuePair<string, string>> Values(JsonElement element, string prefix)
    {
        if (element.ValueKind != JsonValueKind.Object) yield break;
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (prefix.Length == 0 && s_shown.Contains(property.Name)) continue;
            string name = prefix + property.Name;
            if (property.Value.ValueKind == JsonValueKind.Object)
                foreach (KeyValuePair<string, string> inner in Values(property.Value, name + ".")) yield return inner;
            else yield return new(name, Text(property.Value));
        }
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Null => "none",
        JsonValueKind.Number when value.TryGetInt64(out long whole) => whole.ToString(CultureInfo.InvariantCulture),
        JsonValueKind.Number => value.GetDouble().ToString("R", CultureInfo.InvariantCulture),
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Text)),
        _ => value.GetRawText(),
    };

    private static string Root(string name) => name.Split('.', 2)[0];
}
