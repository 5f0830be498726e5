using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Torch;

/// <summary>
/// Calls ATen operators that TorchSharp has no method for, through libtorch's stable C interface (torch/csrc/stable/c/shim.h): the same exported names on every
/// system, and a tensor handle
/// that is TorchSharp's own. A call takes over the handles on its stack, so each tensor is copied first (a reference count, no data).
/// </summary>
internal static unsafe partial class StableAbi
{
    /// <summary>The library's name as P/Invoke asks for it; <see cref="TorchRuntime"/> resolves it.</summary>
    internal const string Library = "torch_cpu";

    /// <summary>An argument that is absent: <c>None</c>.</summary>
    public const ulong None = 0;

    private static readonly Lazy<ulong> s_version = new(static () => aoti_torch_abi_version());

    /// <summary>A tensor argument.</summary>
    public static ulong Argument(Tensor tensor)
    {
        Check(aoti_torch_new_tensor_handle(tensor.Handle, out nint copy), "aoti_torch_new_tensor_handle");
        // Its finalizer would free the handle while it is being copied.
        GC.KeepAlive(tensor);
        return (ulong)copy;
    }

    /// <summary>A list of tensors as an argument.</summary>
    public static ulong Argument(IReadOnlyList<Tensor> tensors)
    {
        Check(torch_new_list_reserve_size((nuint)tensors.Count, out nint list), "torch_new_list_reserve_size");
        for (int i = 0; i < tensors.Count; i++) Check(torch_list_push_back(list, Argument(tensors[i])), "torch_list_push_back");
        return (ulong)list;
    }

    /// <summary>A number as an argument.</summary>
    public static ulong Argument(double value) => BitConverter.DoubleToUInt64Bits(value);

    /// <summary>A truth value as an argument.</summary>
    public static ulong Argument(bool value) => value ? 1UL : 0UL;

    /// <summary>Calls an operator. Its results take the place of the first arguments.</summary>
    /// <param name="name">The operator, such as <c>aten::_fused_adam_</c>.</param>
    /// <param name="stack">The arguments, in the order of the operator's schema; as long as the larger of arguments and results.</param>
    /// <exception cref="InvalidOperationException">The operator failed. The interface returns no text: libtorch has written its message to standard
    /// error.</exception>
    public static void Call(string name, Span<ulong> stack)
    {
        fixed (ulong* first = stack) Check(torch_call_dispatcher(name, "", first, s_version.Value), name);
    }

    private static void Check(int status, string what)
    {
        if (status != 0) throw new InvalidOperationException($"libtorch: {what} failed (status {status}); the reason is on standard error.");
    }

    [LibraryImport(Library)]
    private static partial ulong aoti_torch_abi_version();

    [LibraryImport(Library)]
    private static partial int aoti_torch_new_tensor_handle(nint tensor, out nint copy);

    [LibraryImport(Library)]
    private static partial int torch_new_list_reserve_size(nuint size, out nint list);

    [LibraryImport(Library)]
    private static partial int torch_list_push_back(nint list, ulong item);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int torch_call_dispatcher(string name, string overload, ulong* stack, ulong version);
}
