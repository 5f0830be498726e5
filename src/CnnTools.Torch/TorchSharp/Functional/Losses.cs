using CnnTools.Torch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>The negative logarithm of the probability that softmax gives the right class.</summary>
            /// <param name="input">Scores [batch, classes].</param>
            /// <param name="target">Class numbers [batch], or probabilities [batch, classes].</param>
            /// <param name="weight">A weight for each class.</param>
            /// <param name="ignore_index">A class number that does not count.</param>
            /// <param name="reduction">How the losses become one number.</param>
            /// <param name="label_smoothing">Share of each target that is spread over all classes (Szegedy et al. 2016, arXiv:1512.00567).</param>
            public static Tensor cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean, double label_smoothing = 0.0) =>
                Tensor.Wrap(NativeMethods.cnn_cross_entropy(
                    input.Handle, target.Handle, Tensor.HandleOf(weight), (long)reduction, ignore_index, label_smoothing));

            /// <summary>The negative of the right class's value, for log-probabilities.</summary>
            public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                Tensor.Wrap(NativeMethods.cnn_nll_loss(input.Handle, target.Handle, Tensor.HandleOf(weight), (long)reduction, -100));

            /// <summary>Squared differences.</summary>
            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Tensor.Wrap(NativeMethods.cnn_mse_loss(input.Handle, target.Handle, (long)reduction));

            /// <summary>Class numbers as rows with a single 1; as many classes as there are where none is given.</summary>
            public static Tensor one_hot(Tensor x, long num_classes = -1) => Tensor.Wrap(NativeMethods.cnn_one_hot(x.Handle, num_classes));
        }
    }
}
