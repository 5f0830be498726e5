using CnnTools.Torch.Interop;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Adam with weight decay apart from the gradient (Loshchilov and Hutter 2019, arXiv:1711.05101), as <c>torch.optim.AdamW</c> computes it.</summary>
        public class AdamW : OptimizerHelper, IBetas
        {
            private readonly Options _defaults;

            /// <summary>An optimizer of one group.</summary>
            public AdamW(
                IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0,
                bool amsgrad = false, bool maximize = false)
                : this([new ParamGroup(parameters, new Options())], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
            {
            }

            /// <summary>An optimizer of several groups.</summary>
            public AdamW(
                IEnumerable<ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0,
                bool amsgrad = false, bool maximize = false)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(lr);
                ArgumentOutOfRangeException.ThrowIfNegative(eps);
                ArgumentOutOfRangeException.ThrowIfNegative(weight_decay);
                if (beta1 is < 0 or >= 1) throw new ArgumentOutOfRangeException(nameof(beta1), beta1, "A decay lies in [0, 1).");
                if (beta2 is < 0 or >= 1) throw new ArgumentOutOfRangeException(nameof(beta2), beta2, "A decay lies in [0, 1).");
                _defaults = new Options
                {
                    LearningRate = lr, InitialLearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad,
                    maximize = maximize,
                };
                foreach (var group in parameters) add_param_group(group);
            }

            /// <summary>Decays of groups that have none of their own; setting them sets them for all.</summary>
            public (double, double) Betas
            {
                get => (_defaults.beta1 ?? 0, _defaults.beta2 ?? 0);
                set
                {
                    (_defaults.beta1, _defaults.beta2) = value;
                    foreach (var group in ParamGroups.OfType<IBetas>()) group.Betas = value;
                }
            }

            private protected override void Complete(OptimizerOptions options)
            {
                var own = (Options)options;
                own.LearningRate ??= _defaults.LearningRate;
                own.beta1 ??= _defaults.beta1;
                own.beta2 ??= _defaults.beta2;
                own.eps ??= _defaults.eps;
                own.weight_decay ??= _defaults.weight_decay;
                own.amsgrad ??= _defaults.amsgrad;
                own.maximize ??= _defaults.maximize;
            }

            private protected override OptimizerState CreateState(Parameter parameter, OptimizerOptions options) => new State(parameter);

            private protected override void StepGroup(OptimizerOptions options, ReadOnlySpan<nint> parameters, OptimizerState[] states)
            {
                var own = (Options)options;
                var native = new NativeAdamOptions
                {
                    LearningRate = own.LearningRate ?? 0, Beta1 = own.beta1 ?? 0, Beta2 = own.beta2 ?? 0, Epsilon = own.eps ?? 0,
                    WeightDecay = own.weight_decay ?? 0, Decoupled = 1, Maximize = NativeMethods.Flag(own.maximize ?? false),
                };
                AdamStep.Run(native, own.amsgrad ?? false, parameters, Array.ConvertAll(states, state => (IAdamState)state));
            }

#pragma warning disable CA1051 // The fields are TorchSharp's.
            /// <summary>Means of one parameter's gradients and of their squares.</summary>
            public sealed class State : OptimizerState, IAdamState, IDisposable
            {
                /// <summary>Steps made.</summary>
                public long step;

                /// <summary>Mean of the gradients.</summary>
                public Tensor exp_avg;

                /// <summary>Mean of the gradients' squares.</summary>
                public Tensor exp_avg_sq;

                /// <summary>The largest means of squares so far, with AMSGrad; else null.</summary>
                public Tensor? max_exp_avg_sq;

                /// <summary>State of a parameter that has made no step.</summary>
                public State(Parameter parameter)
                    : base(parameter)
                {
                    exp_avg = Zeros(parameter);
                    exp_avg_sq = Zeros(parameter);
                }

                Tensor IAdamState.Mean => exp_avg;

                Tensor IAdamState.Square => exp_avg_sq;

                long IAdamState.Steps
                {
                    get => step;
                    set => step = value;
                }

                Tensor IAdamState.Largest() => Largest();

                /// <inheritdoc />
                public override void LoadStateDict(OptimizerState source)
                {
                    var other = (State)source;
                    step = other.step;
                    Copy(exp_avg, other.exp_avg);
                    Copy(exp_avg_sq, other.exp_avg_sq);
                    if (other.max_exp_avg_sq is not null) Copy(Largest(), other.max_exp_avg_sq);
                }

                /// <inheritdoc />
                public override void to(Device device)
                {
                    Move(exp_avg, device);
                    Move(exp_avg_sq, device);
                    if (max_exp_avg_sq is not null) Move(max_exp_avg_sq, device);
                }

                /// <summary>Frees the tensors.</summary>
                public void Dispose()
                {
                    exp_avg.Dispose();
                    exp_avg_sq.Dispose();
                    max_exp_avg_sq?.Dispose();
                }

                internal override void Free() => Dispose();

                private Tensor Largest() => max_exp_avg_sq ??= Zeros(Parameter);
            }

            /// <summary>Settings of a group.</summary>
            public class Options : OptimizerOptions
            {
                /// <summary>Decay of the mean of gradients.</summary>
                public double? beta1;

                /// <summary>Decay of the mean of squares.</summary>
                public double? beta2;

                /// <summary>Share of a parameter that each step takes off, times the learning rate.</summary>
                public double? weight_decay;

                /// <summary>Added to the root of the mean of squares.</summary>
                public double? eps;

                /// <summary>Whether the largest mean of squares so far is used (Reddi et al. 2018, arXiv:1904.09237).</summary>
                public bool? amsgrad;

                /// <summary>Whether steps go up.</summary>
                public bool? maximize;

                /// <inheritdoc />
                public override void LoadStateDict(OptimizerOptions source)
                {
                    base.LoadStateDict(source);
                    var other = (Options)source;
                    beta1 = other.beta1;
                    beta2 = other.beta2;
                    weight_decay = other.weight_decay;
                    eps = other.eps;
                    amsgrad = other.amsgrad;
                    maximize = other.maximize;
                }
            }
#pragma warning restore CA1051

            /// <summary>Parameters that share settings.</summary>
            public class ParamGroup : ParamGroup<Options>, IBetas
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
                    IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0,
                    bool amsgrad = false, bool maximize = false)
                    : base(parameters, new Options
                    {
                        LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize,
                    })
                {
                }

                /// <inheritdoc />
                public (double, double) Betas
                {
                    get => (Options.beta1 ?? 0, Options.beta2 ?? 0);
                    set => (Options.beta1, Options.beta2) = value;
                }
            }
        }
    }

    public static partial class torch
    {
        public static partial class optim
        {
            /// <summary>Adam with weight decay apart from the gradient.</summary>
            public static Modules.AdamW AdamW(
                IEnumerable<Modules.Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0,
                bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            /// <summary>Adam with weight decay apart from the gradient.</summary>
            public static Modules.AdamW AdamW(
                IEnumerable<(string name, Modules.Parameter parameter)> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
                double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters.Select(entry => entry.parameter), lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            /// <summary>Adam with weight decay apart from the gradient. Groups have settings of their own.</summary>
            public static Modules.AdamW AdamW(
                IEnumerable<Modules.AdamW.ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
                double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);
        }
    }
}
