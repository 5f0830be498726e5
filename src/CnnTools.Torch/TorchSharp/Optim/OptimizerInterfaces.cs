namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>A learning rate that a schedule sets.</summary>
        public interface ILearningRateController
        {
            /// <summary>The learning rate of the next step.</summary>
            double LearningRate { get; set; }

            /// <summary>The learning rate that a schedule starts from.</summary>
            double InitialLearningRate { get; set; }
        }

        /// <summary>A momentum that a schedule sets.</summary>
        public interface IMomentum
        {
            /// <summary>Share of the last step's direction in the next.</summary>
            double Momentum { get; set; }
        }

        /// <summary>Two decays, the first of which a schedule sets.</summary>
        public interface IBetas
        {
            /// <summary>Decays of the means of gradients and of their squares.</summary>
            (double, double) Betas { get; set; }
        }
    }
}
