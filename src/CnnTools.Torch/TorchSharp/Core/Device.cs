using System.Globalization;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Where a tensor's memory lies and its operations run.</summary>
    public class Device
    {
        /// <summary>A device of a type; index -1 is the current one of that type.</summary>
        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        /// <summary>A device from PyTorch's notation: <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>.</summary>
        /// <exception cref="ArgumentException">The text names no device.</exception>
        public Device(string description)
        {
            ArgumentNullException.ThrowIfNull(description);
            var parts = description.Split(':');
            type = parts[0].ToUpperInvariant() switch
            {
                "CPU" => DeviceType.CPU,
                "CUDA" => DeviceType.CUDA,
                "META" => DeviceType.META,
                _ => throw new ArgumentException($"'{description}' names no device; use cpu, cuda or cuda:0.", nameof(description)),
            };
            index = -1;
            if (parts.Length == 1) return;
            if (parts.Length != 2 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                throw new ArgumentException($"'{description}' names no device; use cpu, cuda or cuda:0.", nameof(description));
            index = type == DeviceType.CPU ? -1 : number;
        }

        /// <summary>Kind of the device.</summary>
        public DeviceType type { get; }

        /// <summary>Number of the device among those of its kind, -1 for the current one.</summary>
        public int index { get; }

        /// <summary>The device in PyTorch's notation.</summary>
        public override string ToString() => type switch
        {
            DeviceType.CPU => "cpu",
            DeviceType.META => "meta",
            _ => index < 0 ? "cuda" : $"cuda:{index}",
        };

        /// <summary>The device that a text names.</summary>
        public static implicit operator Device(string description) => new(description);
    }

    /// <summary>The processor.</summary>
    public static readonly Device CPU = new(DeviceType.CPU);

    /// <summary>The current CUDA device.</summary>
    public static Device CUDA { get; } = new(DeviceType.CUDA);

    /// <summary>The device that a text names: <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>.</summary>
    public static Device device(string description) => new(description);

    /// <summary>A device of a type; index -1 is the current one of that type.</summary>
    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    /// <summary>A CUDA device by its number.</summary>
    public static Device device(int index) => new(DeviceType.CUDA, index);
}
