using CnnTools.Torch.Interop;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>The parameters with their names, here and in submodules (<c>0.weight</c>); each once.</summary>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<Parameter>(ReferenceEqualityComparer.Instance);
                foreach (var (name, parameter) in _parameters)
                    if (seen.Add(parameter))
                        yield return (name, parameter);
                if (!recurse) yield break;
                foreach (var (prefix, module) in named_children())
                    foreach (var (name, parameter) in module.named_parameters())
                        if (seen.Add(parameter))
                            yield return ($"{prefix}.{name}", parameter);
            }

            /// <summary>The parameters, here and in submodules.</summary>
            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(entry => entry.parameter);

            /// <summary>The buffers with their names, here and in submodules.</summary>
            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                foreach (var (name, buffer, persistent) in _buffers)
                    if (persistent || include_nonpersistent)
                        yield return (name, buffer);
                if (!recurse) yield break;
                foreach (var (prefix, module) in named_children())
                    foreach (var (name, buffer) in module.named_buffers(true, include_nonpersistent))
                        yield return ($"{prefix}.{name}", buffer);
            }

            /// <summary>The buffers, here and in submodules.</summary>
            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(entry => entry.buffer);

            /// <summary>The direct submodules with their names.</summary>
            public virtual IEnumerable<(string name, Module module)> named_children() => _modules.Select(entry => (entry.Name, entry.Value));

            /// <summary>The direct submodules.</summary>
            public virtual IEnumerable<Module> children() => named_children().Select(entry => entry.module);

            /// <summary>All submodules with their names, at any depth, each before its own.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var (prefix, module) in named_children())
                {
                    yield return (prefix, module);
                    foreach (var (name, inner) in module.named_modules()) yield return ($"{prefix}.{name}", inner);
                }
            }

            /// <summary>All submodules, at any depth.</summary>
            public virtual IEnumerable<Module> modules() => named_modules().Select(entry => entry.module);

            /// <summary>Does something with all submodules and then with this one.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                foreach (var child in children()) child.apply(fn);
                fn(this);
                return this;
            }

            /// <summary>The parameter of a name, null if there is none.</summary>
            public virtual Parameter? get_parameter(string target) => named_parameters().FirstOrDefault(entry => entry.name == target).parameter;

            /// <summary>The buffer of a name, null if there is none.</summary>
            public virtual Tensor? get_buffer(string target) => named_buffers().FirstOrDefault(entry => entry.name == target).buffer;

            /// <summary>Parameters and persistent buffers by name: the tensors themselves, not copies.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                var start = string.IsNullOrEmpty(prefix) ? string.Empty : prefix + ".";
                foreach (var (name, parameter) in named_parameters()) destination.TryAdd(start + name, parameter);
                foreach (var (name, buffer) in named_buffers(include_nonpersistent: false)) destination.TryAdd(start + name, buffer);
                return destination;
            }

            /// <summary>Copies values into the parameters and buffers of the same names.</summary>
            /// <param name="source">Values by name.</param>
            /// <param name="strict">Whether both must have exactly the same names.</param>
            /// <param name="skip">Names that do not count.</param>
            /// <returns>Names that the module has and the source lacks, and the other way round.</returns>
            /// <exception cref="InvalidOperationException">The names differ, and <paramref name="strict"/>.</exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                var own = state_dict();
                var missing = own.Keys.Where(name => !source.ContainsKey(name) && skip?.Contains(name) != true).ToList();
                var unexpected = source.Keys.Where(name => !own.ContainsKey(name) && skip?.Contains(name) != true).ToList();
                if (strict && missing.Count + unexpected.Count > 0)
                    throw new InvalidOperationException(
                        $"The names do not match: missing [{string.Join(", ", missing)}], unexpected [{string.Join(", ", unexpected)}].");
                using var noGrad = torch.no_grad();
                foreach (var (name, tensor) in own)
                    if (source.TryGetValue(name, out var value) && skip?.Contains(name) != true)
                    {
                        if (!tensor.shape.AsSpan().SequenceEqual(value.shape))
                            throw new InvalidOperationException(
                                $"{name} has the shape [{string.Join(", ", tensor.shape)}], the values have [{string.Join(", ", value.shape)}].");
                        tensor.copy_(value);
                    }
                return (missing, unexpected);
            }

            /// <summary>Removes all gradients, or sets them to zero.</summary>
            public virtual void zero_grad(bool set_to_none = true)
            {
                using var handles = new TensorHandles(parameters().ToArray());
                NativeError.Check(NativeMethods.cnn_zero_grad(handles.Span, handles.Span.Length, NativeMethods.Flag(set_to_none)));
            }

            /// <summary>Moves and converts all parameters and buffers; only floating-point ones are converted.</summary>
            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking)
            {
                Convert(device, dtype, memory_format.preserve_format, non_blocking);
                return this;
            }

            /// <summary>Moves all parameters and buffers.</summary>
            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
            {
                Convert(new Device(deviceType, deviceIndex), null, memory_format.preserve_format, non_blocking);
                return this;
            }

            /// <summary>Converts all floating-point parameters and buffers.</summary>
            protected internal virtual Module _to(ScalarType dtype, bool non_blocking)
            {
                Convert(null, dtype, memory_format.preserve_format, non_blocking);
                return this;
            }

            // Every tensor keeps its identity, so optimizers and fields that hold it see the moved one.
            internal void Convert(Device? device, ScalarType? dtype, memory_format format, bool nonBlocking)
            {
                using var noGrad = torch.no_grad();
                using var scope = NewDisposeScope();
                foreach (var parameter in parameters())
                {
                    var moved = Converted(parameter);
                    NativeError.Check(NativeMethods.cnn_set_data(parameter.Handle, moved.Handle));
                    if (parameter.grad is { } gradient) parameter.grad = Converted(gradient);
                }
                foreach (var buffer in buffers()) buffer.Become(Converted(buffer));

                Tensor Converted(Tensor tensor)
                {
                    var type = dtype is { } wanted && tensor.is_floating_point() ? (int)wanted : -1;
                    // Channels last exists for tensors of four dimensions only.
                    var order = format == memory_format.channels_last && tensor.Dimensions != 4 ? memory_format.preserve_format : format;
                    return tensor.Converted(type, device, order, copy: false, disposeAfter: false, nonBlocking);
                }
            }
        }
    }
}
