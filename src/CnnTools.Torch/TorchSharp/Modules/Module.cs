using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Layers, losses and functions of networks.</summary>
    public static partial class nn
    {
        /// <summary>
        /// A part of a network: it owns its parameters, buffers and submodules, and disposes them. None of them ever belongs to a
        /// <see cref="DisposeScope"/>.
        /// </summary>
        public partial class Module : IDisposable
        {
            private readonly List<(string Name, Parameter Value)> _parameters = [];
            private readonly List<(string Name, Tensor Value, bool Persistent)> _buffers = [];
            private readonly List<(string Name, Module Value)> _modules = [];
            private readonly string _name;
            private bool _training = true;
            private bool _registered;

            /// <summary>A part with a name for people.</summary>
            protected Module(string name) => _name = name;

            /// <summary>Whether the module is in training mode.</summary>
            public virtual bool training => _training;

            /// <summary>Switches training mode, here and in all submodules.</summary>
            public virtual void train(bool train = true)
            {
                _training = train;
                foreach (var (_, module) in _modules) module.train(train);
            }

            /// <summary>Switches to evaluation mode, here and in all submodules.</summary>
            public virtual void eval() => train(false);

            /// <summary>The module's name.</summary>
            public virtual string GetName() => _name;

            /// <summary>Adds a submodule; null takes the one of that name away.</summary>
            public virtual void register_module(string name, Module submodule)
            {
                CheckName(name);
                if (submodule is null)
                {
                    _modules.RemoveAll(entry => entry.Name == name);
                    return;
                }
                if (_modules.Any(entry => entry.Name == name)) throw new InvalidOperationException($"Sub-module {name} is already registered.");
                submodule.RegisterComponents();
                _modules.Add((name, submodule));
            }

            /// <summary>Adds a submodule.</summary>
            public void add_module(string name, Module module) => register_module(name, module);

            /// <summary>Adds a parameter.</summary>
            public virtual void register_parameter(string name, Parameter param)
            {
                ArgumentNullException.ThrowIfNull(param);
                CheckName(name);
                if (_parameters.Any(entry => entry.Name == name)) throw new InvalidOperationException($"Parameter {name} is already registered.");
                param.DetachFromDisposeScope();
                _parameters.Add((name, param));
            }

            /// <summary>Adds a buffer: a tensor that belongs to the state but is not trained.</summary>
            /// <param name="name">Its name.</param>
            /// <param name="tensor">The tensor, which leaves its scope.</param>
            /// <param name="persistent">Whether it is part of the state dictionary.</param>
            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                CheckName(name);
                if (_buffers.Any(entry => entry.Name == name)) throw new InvalidOperationException($"Tensor {name} is already registered.");
                tensor.DetachFromDisposeScope();
                _buffers.Add((name, tensor, persistent));
            }

            /// <summary>
            /// Registers all fields that hold modules, parameters or tensors, under their own names, base class first. To be called at the end of a
            /// constructor.
            /// </summary>
            protected virtual void RegisterComponents()
            {
                if (_registered) return;
                _registered = true;
                for (var (type, chain) = (GetType(), new Stack<Type>()); ; type = type.BaseType!)
                {
                    if (type != typeof(Module) && type is not null)
                    {
                        chain.Push(type);
                        continue;
                    }
                    foreach (var owner in chain) RegisterFields(owner);
                    return;
                }
            }

            /// <summary>Disposes parameters, buffers and submodules.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Disposes parameters, buffers and submodules.</summary>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing) return;
                foreach (var (_, parameter) in _parameters) parameter.Dispose();
                foreach (var (_, buffer, _) in _buffers) buffer.Dispose();
                foreach (var (_, module) in _modules) module.Dispose();
            }

            private void RegisterFields(Type owner)
            {
                foreach (var field in owner.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                {
                    if (IsRegistered(field.Name)) continue;
                    switch (field.GetValue(this))
                    {
                        case Module module when _modules.All(entry => !ReferenceEquals(entry.Value, module)):
                            register_module(field.Name, module);
                            break;
                        case Modules.Parameter parameter when _parameters.All(entry => !ReferenceEquals(entry.Value, parameter)):
                            register_parameter(field.Name, parameter);
                            break;
                        case Tensor buffer when buffer is not Modules.Parameter && _buffers.All(entry => !ReferenceEquals(entry.Value, buffer)):
                            register_buffer(field.Name, buffer);
                            break;
                    }
                }
            }

            private bool IsRegistered(string name) =>
                _parameters.Any(entry => entry.Name == name) || _buffers.Any(entry => entry.Name == name) || _modules.Any(entry => entry.Name == name);

            private static void CheckName(string name)
            {
                ArgumentException.ThrowIfNullOrEmpty(name);
                if (name.Contains('.', StringComparison.Ordinal)) throw new ArgumentException($"A name in a module cannot contain a dot: {name}", nameof(name));
            }
        }

        /// <summary>What can be called with one argument.</summary>
        public interface IModule<T, TResult>
        {
            /// <summary>Computes the result.</summary>
            TResult call(T input1);
        }

        /// <summary>What can be called with two arguments.</summary>
        public interface IModule<T1, T2, TResult>
        {
            /// <summary>Computes the result.</summary>
            TResult call(T1 input1, T2 input2);
        }

        /// <summary>A module of one argument.</summary>
        public abstract class Module<T, TResult> : Module, IModule<T, TResult>
        {
            /// <summary>A module with a name.</summary>
            protected Module(string name)
                : base(name)
            {
            }

            /// <summary>Computes the result.</summary>
            public abstract TResult forward(T input);

            /// <summary>Computes the result.</summary>
            public TResult call(T input) => forward(input);
        }

        /// <summary>A module of two arguments.</summary>
        public abstract class Module<T1, T2, TResult> : Module, IModule<T1, T2, TResult>
        {
            /// <summary>A module with a name.</summary>
            protected Module(string name)
                : base(name)
            {
            }

            /// <summary>Computes the result.</summary>
            public abstract TResult forward(T1 input1, T2 input2);

            /// <summary>Computes the result.</summary>
            public TResult call(T1 input1, T2 input2) => forward(input1, input2);
        }
    }
}
