using CnnTools.Torch.Interop;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Gradient descent with momentum, Nesterov's if asked for, as <c>torch.optim.SGD</c> computes it.</summary>
        public class SGD : OptimizerHelper, IMomentum
        {
            private readonly Options _defaults;

            /// <summary>An optimizer of one group.</summary>
            public SGD(
                IEnumerable<Parameter> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0, bool nesterov = false,
                bool maximize = false)
                : this([new ParamGroup(parameters, new Options())], lr, momentum, dampening, weight_decay, nesterov, maximize)
            {
            }

            /// <summary>An optimizer of several groups.</summary>
            public SGD(
                IEnumerable<ParamGroup> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0, bool nesterov = false,
                bool maximize = false)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(lr);
                ArgumentOutOfRangeException.ThrowIfNegative(momentum);
                ArgumentOutOfRangeException.ThrowIfNegative(weight_decay);
                if (nesterov && (momentum <= 0 || dampening != 0)) throw new ArgumentException("Nesterov momentum needs a momentum and no dampening.", nameof(nesterov));
                _defaults = new Options
                {
                    LearningRate = lr, InitialLearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov,
                    maximize = maximize,
                };
                foreach (var group in parameters) add_param_group(group);
            }

            /// <summary>Momentum of groups that have none of their own; setting it sets it for all.</summary>
            public double Momentum
            {
                get => _defaults.momentum ?? 0;
                set
                {
                    _defaults.momentum = value;
                    foreach (var group in ParamGroups.OfType<IMomentum>()) group.Momentum = value;
                }
            }

            private protected override void Complete(OptimizerOptions options)
            {
                var own = (Options)options;
                own.LearningRate ??= _defaults.LearningRate;
                own.momentum ??= _defaults.momentum;
                own.dampening ??= _defaults.dampening;
                own.weight_decay ??= _defaults.weight_decay;
                own.nesterov ??= _defaults.nesterov;
                own.maximize ??= _defaults.maximize;
            }

            private protected override OptimizerState CreateState(Parameter parameter, OptimizerOptions options) => new State(parameter);

            private protected override void StepGroup(OptimizerOptions options, ReadOnlySpan<nint> parameters, OptimizerState[] states)
            {
                var own = (Options)options;
                var native = new NativeSgdOptions
                {
                    LearningRate = own.LearningRate ?? 0, Momentum = own.momentum ?? 0, Dampening = own.dampening ?? 0, WeightDecay = own.weight_decay ?? 0,
                    Nesterov = NativeMethods.Flag(own.nesterov ?? false), Maximize = NativeMethods.Flag(own.maximize ?? false),
                };
                var steps = new long[states.Length];
                if (native.Momentum == 0)
                {
                    NativeError.Check(NativeMethods.cnn_sgd_step(parameters, default, steps, parameters.Length, native));
                    return;
                }
                var buffers = new nint[states.Length];
                for (var i = 0; i < states.Length; i++)
                {
                    var state = (State)states[i];
                    // A buffer that is there is a mean already; a new one becomes the gradient.
                    steps[i] = state.momentum_buffer is null ? 0 : 1;
                    buffers[i] = state.Buffer().Handle;
                }
                NativeError.Check(NativeMethods.cnn_sgd_step(parameters, buffers, steps, parameters.Length, native));
                for (var i = 0; i < states.Length; i++)
                    if (steps[i] == 0) ((State)states[i]).Forget();
            }

#pragma warning disable CA1051 // The fields are TorchSharp's.
            /// <summary>The mean direction of one parameter.</summary>
            public sealed class State : OptimizerState, IDisposable
            {
                /// <summary>Mean of the gradients, null before the first step.</summary>
                public Tensor? momentum_buffer;

                /// <summary>State of a parameter that has made no step.</summary>
                public State(Parameter parameter)
                    : base(parameter)
                {
                }

                /// <inheritdoc />
                public override void LoadStateDict(OptimizerState source)
                {
                    var other = (State)source;
                    if (other.momentum_buffer is null)
                        Forget();
                    else
                        Copy(Buffer(), other.momentum_buffer);
                }

                /// <inheritdoc />
                public override void to(Device device)
                {
                    if (momentum_buffer is not null) Move(momentum_buffer, device);
                }

                /// <summary>Frees the buffer.</summary>
                public void Dispose() => momentum_buffer?.Dispose();

                internal Tensor Buffer() => momentum_buffer ??= Zeros(Parameter);

                // The parameter had no gradient, so its first step is still to come.
                internal void Forget()
                {
                    momentum_buffer?.Dispose();
                    momentum_buffer = null;
                }

                internal override void Free() => Dispose();
            }

            /// <summary>Settings of a group.</summary>
            public class Options : OptimizerOptions
            {
                /// <summary>Share of the last direction in the next.</summary>
                public double? momentum;

                /// <summary>Share of a gradient that does not enter the mean.</summary>
                public double? dampening;

                /// <summary>Share of a parameter that is added to its gradient.</summary>
                public double? weight_decay;

                /// <summary>Whether the momentum is Nesterov's.</summary>
                public bool? nesterov;

                /// <summary>Whether steps go up.</summary>
                public bool? maximize;

                /// <inheritdoc />
                public override void LoadStateDict(OptimizerOptions source)
                {
                    base.LoadStateDict(source);
                    var other = (Options)source;
                    momentum = other.momentum;
                    dampening = other.dampening;
                    weight_decay = other.weight_decay;
                    nesterov = other.nesterov;
                    maximize = other.maximize;
                }
            }
#pragma warning restore CA1051

            /// <summary>Parameters that share settings.</summary>
            public class ParamGroup : ParamGroup<Options>, IMomentum
            {
                /// <summary>An empty group.</summary>
                public ParamGroup()
                {
                }

                /// <summary>A group with settings; those not given come from the optimizer.</summary>
                public ParamGroup(IEnumerable<Parameter> parameters, Options options)
                    : base(parameters, options)
                {
                }

                /// <summary>A group with all settings.</summary>
                public ParamGroup(
                    IEnumerable<Parameter> parameters, double lr = 1e-3, double momentum = 0.0, double dampening = 0, double weight_decay = 0, bool nesterov = false,
                    bool maximize = false)
                    : base(parameters, new Options
                    {
                        LearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize,
                    })
                {
                }

                /// <inheritdoc />
                public double Momentum
                {
                    get => Options.momentum ?? 0;
                    set => Options.momentum = value;
                }
            }
        }
    }

    public static partial class torch
    {
        public static partial class optim
        {
            /// <summary>Gradient descent with momentum.</summary>
            public static Modules.SGD SGD(
                IEnumerable<Modules.Parameter> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0,
                bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            /// <summary>Gradient descent with momentum.</summary>
            public static Modules.SGD SGD(
                IEnumerable<(string name, Modules.Parameter parameter)> parameters, double learningRate, double momentum = 0, double dampening = 0,
                double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters.Select(entry => entry.parameter), learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            /// <summary>Gradient descent with momentum, for groups with settings of their own.</summary>
            public static Modules.SGD SGD(
                IEnumerable<Modules.SGD.ParamGroup> parameters, double learningRate, double momentum = 0.0, double dampening = 0, double weight_decay = 0,
                bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);
        }
    }
}
