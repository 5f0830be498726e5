using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>In training, zeros with a probability and the rest scaled by 1 / (1 - p) (Srivastava et al. 2014).</summary>
        public sealed class Dropout : ParameterLessModule<Tensor, Tensor>
        {
            internal Dropout(double p, bool inplace)
                : base(nameof(Dropout))
            {
                if (p is < 0 or > 1) throw new ArgumentOutOfRangeException(nameof(p), p, "A probability lies between 0 and 1.");
                this.p = p;
                this.inplace = inplace;
            }

            /// <summary>Probability of a zero.</summary>
            public double p { get; set; }

            /// <summary>Whether the input is overwritten.</summary>
            public bool inplace { get; set; }

            /// <inheritdoc />
            public override Tensor forward(Tensor tensor) => nn.functional.dropout(tensor, p, training, inplace);
        }

        /// <summary>Several dimensions made into one.</summary>
        public sealed class Flatten : ParameterLessModule<Tensor, Tensor>
        {
            internal Flatten(long startDim, long endDim)
                : base(nameof(Flatten))
            {
                start_dim = startDim;
                end_dim = endDim;
            }

            /// <summary>First dimension of those made into one.</summary>
            public long start_dim { get; set; }

            /// <summary>Last dimension of those made into one.</summary>
            public long end_dim { get; set; }

            /// <inheritdoc />
            public override Tensor forward(Tensor input) => input.flatten(start_dim, end_dim);
        }

        /// <summary>The input itself.</summary>
        public sealed class Identity : ParameterLessModule<Tensor, Tensor>
        {
            internal Identity()
                : base(nameof(Identity))
            {
            }

            /// <inheritdoc />
            public override Tensor forward(Tensor tensor) => tensor.alias();
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>In training, zeros with a probability.</summary>
            public static Modules.Dropout Dropout(double p = 0.5, bool inplace = false) => new(p, inplace);

            /// <summary>Several dimensions made into one; by default all but the batch.</summary>
            public static Modules.Flatten Flatten(long start_dim = 1, long end_dim = -1) => new(start_dim, end_dim);

            /// <summary>The input itself.</summary>
            public static Modules.Identity Identity() => new();
        }
    }
}
