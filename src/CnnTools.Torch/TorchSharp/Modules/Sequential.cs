using System.Globalization;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Modules called one after the other.</summary>
        public class Sequential : nn.Module<Tensor, Tensor>
        {
            private readonly List<nn.Module<Tensor, Tensor>> _steps = [];

            internal Sequential(IEnumerable<(string Name, nn.Module<Tensor, Tensor> Module)> modules)
                : base(nameof(Sequential))
            {
                foreach (var (name, module) in modules) append(name, module);
            }

            /// <summary>Number of modules.</summary>
            public int Count => _steps.Count;

            /// <summary>The module at a position.</summary>
            public nn.IModule<Tensor, Tensor> this[int index] => _steps[index];

            /// <summary>Adds a module at the end, with a name.</summary>
            public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
            {
                var step = (nn.Module<Tensor, Tensor>)module;
                register_module(name, step);
                _steps.Add(step);
                return this;
            }

            /// <summary>Adds a module at the end, named by its position.</summary>
            public Sequential append(nn.IModule<Tensor, Tensor> module) => append(_steps.Count.ToString(CultureInfo.InvariantCulture), module);

            /// <inheritdoc />
            public override Tensor forward(Tensor tensor)
            {
                // Results in between go at once: libtorch itself keeps what the gradients need.
                var current = tensor;
                foreach (var step in _steps)
                {
                    var next = step.call(current);
                    if (!ReferenceEquals(current, tensor) && !ReferenceEquals(current, next)) current.Dispose();
                    current = next;
                }
                return ReferenceEquals(current, tensor) ? tensor.alias() : current;
            }
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Modules called one after the other, named by their positions.</summary>
            public static Modules.Sequential Sequential(params Module<Tensor, Tensor>[] modules) => Sequential((IEnumerable<Module<Tensor, Tensor>>)modules);

            /// <summary>Modules called one after the other, with names.</summary>
            public static Modules.Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) => new(modules);

            /// <summary>Modules called one after the other, with names.</summary>
            public static Modules.Sequential Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules) => new(modules);

            /// <summary>Modules called one after the other, named by their positions.</summary>
            public static Modules.Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules) =>
                new(modules.Select((module, index) => (index.ToString(CultureInfo.InvariantCulture), module)));

            /// <summary>A sequence to append to.</summary>
            public static Modules.Sequential Sequential() => new([]);
        }
    }
}
