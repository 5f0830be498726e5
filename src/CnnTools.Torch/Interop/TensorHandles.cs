using System.Buffers;
using TorchSharp;

namespace CnnTools.Torch.Interop;

// A list of tensors as the array of handles that a native call takes.
internal ref struct TensorHandles
{
    private readonly nint[] _rented;
    private readonly int _count;

    public TensorHandles(ReadOnlySpan<torch.Tensor> tensors)
    {
        _rented = ArrayPool<nint>.Shared.Rent(Math.Max(tensors.Length, 1));
        _count = tensors.Length;
        for (var i = 0; i < _count; i++) _rented[i] = tensors[i].Handle;
    }

    public readonly ReadOnlySpan<nint> Span => _rented.AsSpan(0, _count);

    public readonly void Dispose() => ArrayPool<nint>.Shared.Return(_rented);
}
