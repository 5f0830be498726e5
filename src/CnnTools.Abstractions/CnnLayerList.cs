using System.Collections.ObjectModel;

namespace CnnTools;

/// <summary>Layers in order. Two lists are equal if their layers are, so that networks with layers inside layers can be compared.</summary>
public sealed class CnnLayerList : ReadOnlyCollection<CnnLayer>, IEquatable<CnnLayerList>
{
    private CnnLayerList(IList<CnnLayer> layers) : base(layers)
    {
    }

    /// <summary>The layers as such a list.</summary>
    /// <param name="layers">The layers; copied, unless they are such a list already.</param>
    public static CnnLayerList Of(IReadOnlyList<CnnLayer> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        return layers as CnnLayerList ?? new CnnLayerList([.. layers]);
    }

    /// <inheritdoc/>
    public bool Equals(CnnLayerList? other) => other is not null && this.SequenceEqual(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CnnLayerList);

    /// <inheritdoc/>
    public override int GetHashCode() => this.Aggregate(Count, static (hash, layer) => HashCode.Combine(hash, layer));

    /// <summary>The kinds, for instance <c>Conv2d, BatchNorm2d</c>.</summary>
    public override string ToString() => string.Join(", ", this.Select(static layer => layer?.Kind));
}
