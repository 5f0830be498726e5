using System.Globalization;

namespace CnnTools.Core.Hardware;

/// <summary>A device as users name it: <c>Auto</c>, <c>Cpu</c>, <c>Cuda</c> (the first card) or <c>Cuda:N</c>.</summary>
/// <param name="Kind">The kind of device.</param>
/// <param name="Index">Number of the card, from 0.</param>
public readonly record struct DeviceName(DeviceKind Kind, int Index = 0)
{
    /// <summary>Reads a name; case does not count.</summary>
    /// <exception cref="CnnException">The text names no device: id <c>DeviceInvalid</c>.</exception>
    public static DeviceName Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Equals("Auto", StringComparison.OrdinalIgnoreCase)) return new(DeviceKind.Auto);
        if (text.Equals("Cpu", StringComparison.OrdinalIgnoreCase)) return new(DeviceKind.Cpu);
        if (text.Equals("Cuda", StringComparison.OrdinalIgnoreCase)) return new(DeviceKind.Cuda);
        if (text.StartsWith("Cuda:", StringComparison.OrdinalIgnoreCase) && int.TryParse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out int index))
            return new(DeviceKind.Cuda, index);
        throw new CnnException("DeviceInvalid", CnnErrorCategory.InvalidArgument, $"Device: expected Auto, Cpu, Cuda or Cuda:N; found '{text}'.", text);
    }

    /// <inheritdoc/>
    public override string ToString() => Kind == DeviceKind.Cuda ? string.Create(CultureInfo.InvariantCulture, $"Cuda:{Index}") : Kind.ToString();
}

/// <summary>Kinds of devices.</summary>
public enum DeviceKind
{
    /// <summary>A GPU where there is one, else the CPU.</summary>
    Auto,

    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>An NVIDIA card.</summary>
    Cuda,
}
