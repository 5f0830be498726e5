namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>The schedules' types.</summary>
            public static partial class impl
            {
                /// <summary>The base rate times a function of the step.</summary>
                public class LambdaLR : LRScheduler
                {
                    private readonly Func<int, double>[] _factors;

                    /// <summary>One function for all groups.</summary>
                    public LambdaLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1)
                        : this(optimizer, Enumerable.Repeat(lr_lambda, optimizer.ParamGroups.Count()), last_epoch)
                    {
                    }

                    /// <summary>A function for each group.</summary>
                    public LambdaLR(Optimizer optimizer, IEnumerable<Func<int, double>> lr_lambdas, int last_epoch = -1)
                        : base(optimizer, last_epoch)
                    {
                        _factors = lr_lambdas.ToArray();
                        step();
                    }

                    private protected override double Rate(int group, int epoch) => BaseRates[group] * _factors[group](epoch);
                }

                /// <summary>Times a factor every so many steps.</summary>
                public class StepLR : LRScheduler
                {
                    private readonly int _size;
                    private readonly double _gamma;

                    /// <summary>The schedule.</summary>
                    public StepLR(Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1)
                        : base(optimizer, last_epoch)
                    {
                        ArgumentOutOfRangeException.ThrowIfLessThan(step_size, 1);
                        _size = step_size;
                        _gamma = gamma;
                        step();
                    }

                    private protected override double Rate(int group, int epoch) => BaseRates[group] * Math.Pow(_gamma, epoch / _size);
                }

                /// <summary>Times a factor at certain steps.</summary>
                public class MultiStepLR : LRScheduler
                {
                    private readonly int[] _milestones;
                    private readonly double _gamma;

                    /// <summary>The schedule.</summary>
                    public MultiStepLR(Optimizer optimizer, IList<int> milestones, double gamma = 0.1, int last_epoch = -1)
                        : base(optimizer, last_epoch)
                    {
                        _milestones = milestones.ToArray();
                        _gamma = gamma;
                        step();
                    }

                    private protected override double Rate(int group, int epoch) =>
                        BaseRates[group] * Math.Pow(_gamma, _milestones.Count(milestone => milestone <= epoch));
                }

                /// <summary>Times a factor at every step.</summary>
                public class ExponentialLR : LRScheduler
                {
                    private readonly double _gamma;

                    /// <summary>The schedule.</summary>
                    public ExponentialLR(Optimizer optimizer, double gamma = 0.1, int last_epoch = -1)
                        : base(optimizer, last_epoch)
                    {
                        _gamma = gamma;
                        step();
                    }

                    private protected override double Rate(int group, int epoch) => BaseRates[group] * Math.Pow(_gamma, epoch);
                }

                /// <summary>A factor that goes in a line from one value to another, and stays there.</summary>
                public class LinearLR : LRScheduler
                {
                    private readonly double _start;
                    private readonly double _end;
                    private readonly int _total;

                    /// <summary>The schedule.</summary>
                    public LinearLR(Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 1.0, int total_iters = 5, int last_epoch = -1)
                        : base(optimizer, last_epoch)
                    {
                        ArgumentOutOfRangeException.ThrowIfLessThan(total_iters, 1);
                        _start = start_factor;
                        _end = end_factor;
                        _total = total_iters;
                        step();
                    }

                    private protected override double Rate(int group, int epoch) =>
                        BaseRates[group] * (_start + (_end - _start) * Math.Min(_total, epoch) / _total);
                }

                /// <summary>Half a cosine from the base rate down to a smallest one (Loshchilov and Hutter 2017, arXiv:1608.03983).</summary>
                public class CosineAnnealingLR : LRScheduler
                {
                    private readonly double _length;
                    private readonly double _smallest;

                    /// <summary>The schedule.</summary>
                    public CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1)
                        : base(optimizer, last_epoch)
                    {
                        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(T_max);
                        _length = T_max;
                        _smallest = eta_min;
                        step();
                    }

                    private protected override double Rate(int group, int epoch) =>
                        _smallest + (BaseRates[group] - _smallest) * (1 + Math.Cos(Math.PI * epoch / _length)) / 2;
                }
            }

            /// <summary>The base rate times a function of the step.</summary>
            public static LRScheduler LambdaLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1) =>
                new impl.LambdaLR(optimizer, lr_lambda, last_epoch);

            /// <summary>Times <paramref name="gamma"/> every <paramref name="step_size"/> steps.</summary>
            public static LRScheduler StepLR(Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1) =>
                new impl.StepLR(optimizer, step_size, gamma, last_epoch);

            /// <summary>Times <paramref name="gamma"/> at each of the steps <paramref name="milestones"/>.</summary>
            public static LRScheduler MultiStepLR(Optimizer optimizer, IList<int> milestones, double gamma = 0.1, int last_epoch = -1) =>
                new impl.MultiStepLR(optimizer, milestones, gamma, last_epoch);

            /// <summary>Times <paramref name="gamma"/> at every step.</summary>
            public static LRScheduler ExponentialLR(Optimizer optimizer, double gamma = 0.1, int last_epoch = -1) =>
                new impl.ExponentialLR(optimizer, gamma, last_epoch);

            /// <summary>A factor that goes in a line from <paramref name="start_factor"/> to <paramref name="end_factor"/>.</summary>
            public static LRScheduler LinearLR(
                Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 1.0, int total_iters = 5, int last_epoch = -1) =>
                new impl.LinearLR(optimizer, start_factor, end_factor, total_iters, last_epoch);

            /// <summary>Half a cosine from the base rate down to <paramref name="eta_min"/> in <paramref name="T_max"/> steps.</summary>
            public static LRScheduler CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1) =>
                new impl.CosineAnnealingLR(optimizer, T_max, eta_min, last_epoch);
        }
    }
}
