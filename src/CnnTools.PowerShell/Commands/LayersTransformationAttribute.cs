using System.Collections;
using System.Management.Automation;
using CnnTools.PowerShell.Parameters;

namespace CnnTools.PowerShell.Commands;

/// <summary>Turns what may stand for a list of layers into it: a network (its layers), layers, hashtables, objects from JSON.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LayersTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = CnnCmdlet.Plain(inputData);
        try
        {
            return value switch
            {
                null => null,
                CnnNetwork network => network.Layers.ToArray(),
                CnnLayer layer => new[] { layer },
                IDictionary layer => NetworkDefinition.ReadLayers(new[] { layer }),
                string text => throw Unexpected(text),
                IEnumerable layers => NetworkDefinition.ReadLayers(layers),
                _ => throw Unexpected(value),
            };
        }
        catch (CnnException invalid)
        {
            throw new ArgumentTransformationMetadataException(invalid.Message, invalid);
        }
    }

    private static ArgumentTransformationMetadataException Unexpected(object value) =>
        new($"expected layers: a network from New-CnnNetwork and Add-CnnLayer, or hashtables such as @{{ Kind = 'Flatten' }}; found {value}.");
}
