namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Times a factor whenever a metric has not improved for a while, as <c>torch.optim.lr_scheduler.ReduceLROnPlateau</c> does.</summary>
                public class ReduceLROnPlateau : LRScheduler
                {
                    private readonly bool _smaller;
                    private readonly bool _relative;
                    private readonly double _factor;
                    private readonly int _patience;
                    private readonly double _threshold;
                    private readonly int _cooldown;
                    private readonly double[] _smallest;
                    private readonly double _eps;
                    private double _best;
                    private int _bad;
                    private int _cooling;

                    /// <summary>The schedule.</summary>
                    /// <param name="optimizer">What it controls.</param>
                    /// <param name="mode"><c>min</c>: smaller is better; <c>max</c>: larger is.</param>
                    /// <param name="factor">The new rate's share of the old one, below 1.</param>
                    /// <param name="patience">Steps without improvement that are let pass.</param>
                    /// <param name="threshold">The least that counts as improvement.</param>
                    /// <param name="threshold_mode"><c>rel</c>: a share of the best; <c>abs</c>: a difference.</param>
                    /// <param name="cooldown">Steps after a change during which nothing counts as bad.</param>
                    /// <param name="min_lr">The smallest rate, of all groups or of each.</param>
                    /// <param name="eps">Changes that are smaller are not made.</param>
                    public ReduceLROnPlateau(
                        Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4, string threshold_mode = "rel",
                        int cooldown = 0, IList<double>? min_lr = null, double eps = 1e-8)
                        : base(optimizer, -1)
                    {
                        if (factor >= 1) throw new ArgumentOutOfRangeException(nameof(factor), factor, "The factor must be below 1.");
                        _smaller = mode switch
                        {
                            "min" => true,
                            "max" => false,
                            _ => throw new ArgumentException($"The mode is min or max, not '{mode}'.", nameof(mode)),
                        };
                        _relative = threshold_mode switch
                        {
                            "rel" => true,
                            "abs" => false,
                            _ => throw new ArgumentException($"The threshold mode is rel or abs, not '{threshold_mode}'.", nameof(threshold_mode)),
                        };
                        _factor = factor;
                        _patience = patience;
                        _threshold = threshold;
                        _cooldown = cooldown;
                        _eps = eps;
                        _best = _smaller ? double.PositiveInfinity : double.NegativeInfinity;
                        _smallest = min_lr switch
                        {
                            null or { Count: 0 } => new double[BaseRates.Length],
                            { Count: 1 } => Enumerable.Repeat(min_lr[0], BaseRates.Length).ToArray(),
                            _ when min_lr.Count == BaseRates.Length => min_lr.ToArray(),
                            _ => throw new ArgumentException($"{BaseRates.Length} smallest rates are needed, {min_lr.Count} were given.", nameof(min_lr)),
                        };
                    }

                    /// <summary>Not possible: this schedule needs the metric.</summary>
                    /// <exception cref="InvalidOperationException">Always.</exception>
                    public override void step() => step(null);

                    /// <summary>Not possible: this schedule needs the metric.</summary>
                    /// <exception cref="InvalidOperationException">Always.</exception>
                    public override void step(int? epoch) =>
                        throw new InvalidOperationException("ReduceLROnPlateau needs the metric: call step(double, int?).");

                    /// <summary>Takes note of a metric, and lowers the rates if it has not improved for too long.</summary>
                    public override void step(double current, int? epoch = null)
                    {
                        LastEpoch = epoch ?? LastEpoch + 1;
                        if (IsBetter(current))
                        {
                            _best = current;
                            _bad = 0;
                        }
                        else
                        {
                            _bad++;
                        }
                        if (_cooling > 0)
                        {
                            _cooling--;
                            _bad = 0;
                        }
                        if (_bad > _patience)
                        {
                            Reduce();
                            _cooling = _cooldown;
                            _bad = 0;
                        }
                        RememberRates();
                    }

                    private protected override double Rate(int group, int epoch) =>
                        throw new InvalidOperationException("The rate follows from the metrics, not from the step.");

                    private bool IsBetter(double current) => (_smaller, _relative) switch
                    {
                        (true, true) => current < _best * (1 - _threshold),
                        (true, false) => current < _best - _threshold,
                        (false, true) => current > _best * (1 + _threshold),
                        _ => current > _best + _threshold,
                    };

                    private void Reduce()
                    {
                        foreach (var (group, index) in Optimizer.ParamGroups.Select((group, index) => (group, index)))
                        {
                            var rate = Math.Max(group.LearningRate * _factor, _smallest[index]);
                            if (group.LearningRate - rate > _eps) group.LearningRate = rate;
                        }
                    }
                }
            }

            /// <summary>Times a factor whenever a metric has not improved for a while.</summary>
            public static LRScheduler ReduceLROnPlateau(
                Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4, string threshold_mode = "rel",
                int cooldown = 0, IList<double>? min_lr = null, double eps = 1e-8) =>
                new impl.ReduceLROnPlateau(optimizer, mode, factor, patience, threshold, threshold_mode, cooldown, min_lr, eps);
        }
    }
}
