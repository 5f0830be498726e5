using System.Text;

namespace CnnTools.Core.Networks;

/// <summary>Names of a network's layers, made as Keras makes them: the kind, and from the second of a kind on a number (<c>conv2d</c>,
/// <c>conv2d_1</c>).</summary>
public static class LayerNames
{
    /// <summary>A name for every layer, in order. Parameters carry it: <c>conv2d_1.weight</c>.</summary>
    /// <param name="layers">The layers.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<CnnLayer> layers)
    {
        var seen = new Dictionary<CnnLayerKind, int>();
        var names = new string[layers.Count];
        for (int i = 0; i < names.Length; i++)
        {
            CnnLayerKind kind = layers[i].Kind;
            int earlier = seen.GetValueOrDefault(kind);
            seen[kind] = earlier + 1;
            names[i] = earlier == 0 ? OfKind(kind) : Invariant($"{OfKind(kind)}_{earlier}");
        }
        return names;
    }

    /// <summary>The kind in lower case, words apart: <c>max_pool2d</c>, <c>batch_norm2d</c>.</summary>
    internal static string OfKind(CnnLayerKind kind)
    {
        var name = new StringBuilder();
        foreach (char letter in kind.ToString())
        {
            if (char.IsUpper(letter) && name.Length > 0) name.Append('_');
            name.Append(char.ToLowerInvariant(letter));
        }
        return name.ToString();
    }
}
