using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Batch normalisation: its parameters, statistics and their use (Ioffe and Szegedy 2015, arXiv:1502.03167).</summary>
        public abstract class BatchNorm : nn.Module<Tensor, Tensor>
        {
            private protected BatchNorm(
                long numFeatures, double eps, double momentum, bool affine, bool trackRunningStats, Device? device, ScalarType? dtype, string name)
                : base(name)
            {
                num_features = numFeatures;
                this.eps = eps;
                this.momentum = momentum;
                this.affine = affine;
                track_running_stats = trackRunningStats;
                if (affine)
                {
                    weight = new Parameter(ones([numFeatures], dtype, device));
                    bias = new Parameter(zeros([numFeatures], dtype, device));
                    register_parameter(nameof(weight), weight);
                    register_parameter(nameof(bias), bias);
                }
                if (trackRunningStats)
                {
                    running_mean = zeros([numFeatures], dtype, device);
                    running_var = ones([numFeatures], dtype, device);
                    num_batches_tracked = zeros([], ScalarType.Int64, device);
                    register_buffer(nameof(running_mean), running_mean);
                    register_buffer(nameof(running_var), running_var);
                    register_buffer(nameof(num_batches_tracked), num_batches_tracked);
                }
            }

            /// <summary>Channels.</summary>
            public long num_features { get; }

            /// <summary>Added to the variance before its root is taken.</summary>
            public double eps { get; set; }

            /// <summary>Share of a batch's statistics in the new running ones; null: the mean of all batches so far.</summary>
            public double? momentum { get; set; }

            /// <summary>Whether there are weight and bias.</summary>
            public bool affine { get; }

            /// <summary>Whether there are running statistics.</summary>
            public bool track_running_stats { get; }

            /// <summary>A factor for each channel.</summary>
            public Parameter? weight { get; }

            /// <summary>A summand for each channel.</summary>
            public Parameter? bias { get; }

            /// <summary>The running mean of each channel.</summary>
            public Tensor? running_mean { get; }

            /// <summary>The running variance of each channel, unbiased.</summary>
            public Tensor? running_var { get; }

            /// <summary>How many batches the running statistics come from.</summary>
            public Tensor? num_batches_tracked { get; }

            /// <inheritdoc />
            public override Tensor forward(Tensor input)
            {
                ValidateInputDimensions(input);
                var factor = momentum ?? 0;
                if (training && num_batches_tracked is { } tracked)
                {
                    using (no_grad()) tracked.add_(1);
                    if (momentum is null) factor = 1.0 / tracked.ToInt64();
                }
                return nn.functional.batch_norm(input, running_mean, running_var, weight, bias, training || running_mean is null, factor, eps);
            }

            /// <summary>Sets the running statistics back to mean 0 and variance 1.</summary>
            public void reset_running_stats()
            {
                running_mean?.zero_();
                running_var?.fill_(1);
                num_batches_tracked?.zero_();
            }

            /// <summary>Refuses an input of the wrong number of dimensions.</summary>
            protected abstract void ValidateInputDimensions(Tensor input);
        }

        /// <summary>Batch normalisation of pictures [batch, channels, rows, columns].</summary>
        public sealed class BatchNorm2d : BatchNorm
        {
            internal BatchNorm2d(long numFeatures, double eps, double momentum, bool affine, bool trackRunningStats, Device? device, ScalarType? dtype)
                : base(numFeatures, eps, momentum, affine, trackRunningStats, device, dtype, nameof(BatchNorm2d))
            {
            }

            /// <inheritdoc />
            protected override void ValidateInputDimensions(Tensor input)
            {
                if (input.ndim != 4) throw new ArgumentException($"Pictures have 4 dimensions [batch, channels, rows, columns]; got {input.ndim}.", nameof(input));
            }
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Batch normalisation of pictures.</summary>
            public static Modules.BatchNorm2d BatchNorm2d(
                long num_features, double eps = 1e-05, double momentum = 0.1, bool affine = true, bool track_running_stats = true, Device? device = null,
                ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);
        }
    }
}
