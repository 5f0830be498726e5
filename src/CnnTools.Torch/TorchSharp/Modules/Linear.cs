using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>A fully connected layer.</summary>
        public sealed class Linear : nn.Module<Tensor, Tensor>
        {
            internal Linear(long inputSize, long outputSize, bool hasBias, Device? device, ScalarType? dtype)
                : base(nameof(Linear))
            {
                in_features = inputSize;
                out_features = outputSize;
                weight = new Parameter(empty([outputSize, inputSize], dtype, device));
                register_parameter(nameof(weight), weight);
                if (hasBias)
                {
                    bias = new Parameter(empty([outputSize], dtype, device));
                    register_parameter(nameof(bias), bias);
                }
                LayerInitialization.Reset(weight, bias);
            }

            /// <summary>Inputs.</summary>
            public long in_features { get; }

            /// <summary>Outputs.</summary>
            public long out_features { get; }

            /// <summary>The weights [outputs, inputs].</summary>
            public Parameter weight { get; }

            /// <summary>A value for each output, null without one.</summary>
            public Parameter? bias { get; }

            /// <inheritdoc />
            public override Tensor forward(Tensor tensor) => nn.functional.linear(tensor, weight, bias);
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A fully connected layer.</summary>
            public static Modules.Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, outputSize, hasBias, device, dtype);
        }
    }
}
