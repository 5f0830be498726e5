using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Optimizers and schedules of the learning rate.</summary>
    public static partial class optim
    {
        /// <summary>Changes parameters by their gradients.</summary>
        public abstract class Optimizer : IDisposable
        {
            private protected Optimizer()
            {
            }

            /// <summary>Groups of parameters, each with a learning rate that can be set.</summary>
            public abstract IEnumerable<ILearningRateController> ParamGroups { get; }

            /// <summary>All parameters, group by group.</summary>
            public abstract IEnumerable<Parameter> parameters();

            /// <summary>Adds a group of parameters.</summary>
            public abstract void add_param_group(Modules.ParamGroup param_group);

            /// <summary>
            /// Removes all gradients (<c>set_to_none=True</c>, PyTorch's default since 2.0): memory is free during the forward pass, and the backward
            /// pass stores its result instead of adding it to zeros.
            /// </summary>
            public abstract void zero_grad();

            /// <summary>Updates all parameters that have a gradient.</summary>
            /// <param name="closure">Computes the loss and the gradients first, if given.</param>
            /// <returns>What the closure gave, else null.</returns>
            public abstract Tensor? step(Func<Tensor>? closure = null);

            /// <summary>Frees the optimizer's state; the parameters stay.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Frees the optimizer's state.</summary>
            protected abstract void Dispose(bool disposing);

            /// <summary>Settings of all groups and state of all parameters, in their order: the live objects, not copies.</summary>
            public class StateDictionary
            {
                internal StateDictionary()
                {
                }

                /// <summary>Settings, one a group.</summary>
                public List<OptimizerOptions> Options { get; } = [];

                /// <summary>State, one a parameter; <c>Adam.State</c>, <c>AdamW.State</c> or <c>SGD.State</c>.</summary>
                public List<OptimizerState> State { get; } = [];

                /// <summary>For each group, the positions of its parameters in <see cref="State"/>.</summary>
                public List<List<int>> StateIndexRef { get; } = [];
            }
        }
    }
}
