using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Steps scaled by the means of gradients and of their squares (Kingma and Ba 2015, arXiv:1412.6980), as <c>torch.optim.Adam</c> computes them.</summary>
        public class Adam : AdamOptimizer
        {
            /// <summary>An optimizer of one group.</summary>
            public Adam(
                IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0,
                bool amsgrad = false, bool maximize = false)
                : this([new ParamGroup(parameters, new Options())], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
            {
            }

            /// <summary>An optimizer of several groups.</summary>
            public Adam(
                IEnumerable<ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0,
                bool amsgrad = false, bool maximize = false)
                : base(parameters, new Options { beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize }, lr)
            {
            }

            private protected override bool IsDecoupled => false;

            private protected override OptimizerState CreateState(Parameter parameter, OptimizerOptions options) => new State(parameter);

            /// <summary>Means of one parameter's gradients and of their squares.</summary>
            /// <param name="parameter">A parameter that has made no step.</param>
            public sealed class State(Parameter parameter) : AdamState(parameter);

            /// <summary>Settings of a group.</summary>
            public class Options : AdamOptions;

            /// <summary>Parameters that share settings.</summary>
            public class ParamGroup : AdamParamGroup<Options>
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
            }
        }
    }

    public static partial class torch
    {
        public static partial class optim
        {
            /// <summary>Steps scaled by the means of gradients and of their squares.</summary>
            public static Modules.Adam Adam(
                IEnumerable<Modules.Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0,
                bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            /// <summary>Steps scaled by the means of gradients and of their squares.</summary>
            public static Modules.Adam Adam(
                IEnumerable<(string name, Modules.Parameter parameter)> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
                double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters.Select(entry => entry.parameter), lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            /// <summary>Steps scaled by the means of gradients and of their squares. Groups have settings of their own.</summary>
            public static Modules.Adam Adam(
                IEnumerable<Modules.Adam.ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
                double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);
        }
    }
}
