using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>The larger of x and 0.</summary>
        public sealed class ReLU : ParameterLessModule<Tensor, Tensor>
        {
            internal ReLU(bool inplace)
                : base(nameof(ReLU)) => this.inplace = inplace;

            /// <summary>Whether the input is overwritten.</summary>
            public bool inplace { get; set; }

            /// <inheritdoc />
            public override Tensor forward(Tensor tensor) => nn.functional.relu(tensor, inplace);
        }

        /// <summary>x · sigmoid(x) (Elfwing et al. 2018, arXiv:1702.03118).</summary>
        public sealed class SiLU : ParameterLessModule<Tensor, Tensor>
        {
            internal SiLU(bool inplace)
                : base(nameof(SiLU)) => this.inplace = inplace;

            /// <summary>Whether the input is overwritten.</summary>
            public bool inplace { get; set; }

            /// <inheritdoc />
            public override Tensor forward(Tensor tensor) => nn.functional.silu(tensor, inplace);
        }

        /// <summary>Hyperbolic tangents.</summary>
        public sealed class Tanh : ParameterLessModule<Tensor, Tensor>
        {
            internal Tanh(bool inplace)
                : base(nameof(Tanh)) => this.inplace = inplace;

            /// <summary>Whether the input is overwritten.</summary>
            public bool inplace { get; set; }

            /// <inheritdoc />
            public override Tensor forward(Tensor tensor) => nn.functional.tanh(tensor, inplace);
        }

        /// <summary>1 / (1 + e^-x).</summary>
        public sealed class Sigmoid : ParameterLessModule<Tensor, Tensor>
        {
            internal Sigmoid(bool inplace)
                : base(nameof(Sigmoid)) => this.inplace = inplace;

            /// <summary>Whether the input is overwritten.</summary>
            public bool inplace { get; set; }

            /// <inheritdoc />
            public override Tensor forward(Tensor tensor) => nn.functional.sigmoid(tensor, inplace);
        }

        /// <summary>x · Φ(x) with the normal distribution's Φ (Hendrycks and Gimpel 2016, arXiv:1606.08415).</summary>
        public sealed class GELU : ParameterLessModule<Tensor, Tensor>
        {
            internal GELU(Approximate approximate, bool inplace)
                : base(nameof(GELU))
            {
                this.approximate = approximate;
                this.inplace = inplace;
            }

            /// <summary>How Φ is computed.</summary>
            public enum Approximate
            {
                /// <summary>Exactly.</summary>
                none,

                /// <summary>By an approximation with tanh.</summary>
                tanh,
            }

            /// <summary>How Φ is computed.</summary>
            public Approximate approximate { get; set; }

            /// <summary>Whether the input is overwritten.</summary>
            public bool inplace { get; set; }

            /// <inheritdoc />
            public override Tensor forward(Tensor tensor) => nn.functional.gelu(tensor, approximate, inplace);
        }

        /// <summary>Exponentials along a dimension, scaled to the sum 1.</summary>
        public sealed class Softmax : ParameterLessModule<Tensor, Tensor>
        {
            internal Softmax(long dim)
                : base(nameof(Softmax)) => this.dim = dim;

            /// <summary>The dimension whose sums are 1.</summary>
            public long dim { get; set; }

            /// <inheritdoc />
            public override Tensor forward(Tensor tensor) => nn.functional.softmax(tensor, dim);
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The larger of x and 0.</summary>
            public static Modules.ReLU ReLU(bool inplace = false) => new(inplace);

            /// <summary>x · sigmoid(x) (Elfwing et al. 2018, arXiv:1702.03118).</summary>
            public static Modules.SiLU SiLU() => new(false);

            /// <summary>x · sigmoid(x).</summary>
            public static Modules.SiLU SiLU(bool inplace) => new(inplace);

            /// <summary>Hyperbolic tangents.</summary>
            public static Modules.Tanh Tanh(bool inplace = false) => new(inplace);

            /// <summary>1 / (1 + e^-x).</summary>
            public static Modules.Sigmoid Sigmoid() => new(false);

            /// <summary>1 / (1 + e^-x).</summary>
            public static Modules.Sigmoid Sigmoid(bool inplace) => new(inplace);

            /// <summary>x · Φ(x).</summary>
            public static Modules.GELU GELU() => new(Modules.GELU.Approximate.none, false);

            /// <summary>x · Φ(x), exactly or by its approximation with tanh.</summary>
            public static Modules.GELU GELU(Modules.GELU.Approximate approximate, bool inplace = false) => new(approximate, inplace);

            /// <summary>Exponentials along a dimension, scaled to the sum 1.</summary>
            public static Modules.Softmax Softmax(long dim) => new(dim);
        }
    }
}
