using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A module without parameters or buffers: there is nothing to move.</summary>
public abstract class ParameterLessModule<T1, TResult> : nn.Module<T1, TResult>
{
    /// <summary>A module with a name.</summary>
    protected ParameterLessModule(string name)
        : base(name)
    {
    }

    /// <inheritdoc />
    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;

    /// <inheritdoc />
    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;

    /// <inheritdoc />
    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;
}
