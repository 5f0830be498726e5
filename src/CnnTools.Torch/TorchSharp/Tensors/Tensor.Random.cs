using CnnTools.Torch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Fills with numbers evenly distributed between two bounds, the upper one excluded.</summary>
        public Tensor uniform_(double from, double to, Generator? generator = null) =>
            InPlace(NativeMethods.cnn_uniform_(Handle, from, to, Generator.HandleOf(generator)));

        /// <summary>Fills with normally distributed numbers.</summary>
        public Tensor normal_(double mean = 0.0, double std = 1.0, Generator? generator = null) =>
            InPlace(NativeMethods.cnn_normal_(Handle, mean, std, Generator.HandleOf(generator)));

        /// <summary>Fills with ones, with a probability, and zeros.</summary>
        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) =>
            InPlace(NativeMethods.cnn_bernoulli_(Handle, p, Generator.HandleOf(generator)));

        /// <summary>Ones with the probabilities that this tensor holds, else zeros.</summary>
        public Tensor bernoulli(Generator? generator = null) => Wrap(NativeMethods.cnn_bernoulli(Handle, Generator.HandleOf(generator)));

        /// <summary>Fills with whole numbers between two bounds, the upper one excluded.</summary>
        public Tensor random_(double from, double to, Generator? generator = null) =>
            InPlace(NativeMethods.cnn_random_(Handle, (long)from, (long)to, Generator.HandleOf(generator)));

        /// <summary>Positions drawn with the weights that each row holds.</summary>
        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            Wrap(NativeMethods.cnn_multinomial(Handle, num_samples, NativeMethods.Flag(replacement), Generator.HandleOf(generator)));
    }
}
