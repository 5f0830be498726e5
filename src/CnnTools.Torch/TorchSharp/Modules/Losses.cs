using static TorchSharp.torch;

namespace TorchSharp
{
    /// <summary>What all losses have.</summary>
    public abstract class Loss<T1, T2, TResult> : nn.Module<T1, T2, TResult>
    {
        private protected Loss(nn.Reduction reduction, string name)
            : base(name) => this.reduction = reduction;

        /// <summary>How the losses of a batch become one number.</summary>
        public nn.Reduction reduction { get; }
    }

    namespace Modules
    {
        /// <summary>The negative logarithm of the probability that softmax gives the right class.</summary>
        public sealed class CrossEntropyLoss : Loss<Tensor, Tensor, Tensor>
        {
            /// <summary>The loss with its options.</summary>
            /// <param name="weight">A weight for each class.</param>
            /// <param name="ignore_index">A class number that does not count.</param>
            /// <param name="reduction">How the losses become one number.</param>
            /// <param name="label_smoothing">Share of each target that is spread over all classes.</param>
            public CrossEntropyLoss(
                Tensor? weight = null, long? ignore_index = null, nn.Reduction reduction = nn.Reduction.Mean, double label_smoothing = 0.0)
                : base(reduction, nameof(CrossEntropyLoss))
            {
                this.weight = weight;
                this.ignore_index = ignore_index;
                this.label_smoothing = label_smoothing;
                if (weight is not null) register_buffer(nameof(weight), weight);
            }

            /// <summary>A weight for each class, null: all count alike.</summary>
            public Tensor? weight { get; }

            /// <summary>A class number that does not count.</summary>
            public long? ignore_index { get; }

            /// <summary>Share of each target that is spread over all classes.</summary>
            public double label_smoothing { get; }

            /// <inheritdoc />
            public override Tensor forward(Tensor input, Tensor target) =>
                nn.functional.cross_entropy(input, target, weight, ignore_index ?? -100, reduction, label_smoothing);
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The negative logarithm of the probability that softmax gives the right class.</summary>
            public static Modules.CrossEntropyLoss CrossEntropyLoss(Tensor? weight = null, long? ignore_index = null, Reduction reduction = Reduction.Mean) =>
                new(weight, ignore_index, reduction);
        }
    }
}
