using System.Runtime.InteropServices;
using System.Text;

namespace CnnTools.Torch.Interop;

// Turns failures of the native library into exceptions that carry libtorch's message.
internal static class NativeError
{
    public static string LastMessage => Text(NativeMethods.cnn_last_error());

#pragma warning disable CA2201 // TorchSharp reports native failures by this type.
    public static ExternalException Last() => new(LastMessage);
#pragma warning restore CA2201

    public static void Check(int status)
    {
        if (status < 0) throw Last();
    }

    public static int CheckedValue(int value) => value >= 0 ? value : throw Last();

    public static long CheckedValue(long value) => value >= 0 ? value : throw Last();

    public static bool CheckedFlag(int value) => CheckedValue(value) != 0;

    public static nint CheckedHandle(nint handle) => handle != 0 ? handle : throw Last();

    public static string Text(nint utf8) => Marshal.PtrToStringUTF8(utf8) ?? string.Empty;

    public static string Text(ReadOnlySpan<byte> utf8)
    {
        var end = utf8.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? utf8 : utf8[..end]);
    }
}
