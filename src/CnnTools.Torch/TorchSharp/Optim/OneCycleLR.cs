namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>
                /// Up to a largest rate and down far below the first, within a number of steps, the momentum the other way round (Smith and Topin 2018,
                /// arXiv:1708.07120), as <c>torch.optim.lr_scheduler.OneCycleLR</c> computes it.
                /// </summary>
                public class OneCycleLR : LRScheduler
                {
                    private readonly Phase[] _phases;
                    private readonly double[] _largest;
                    private readonly double _divFactor;
                    private readonly double _finalDivFactor;
                    private readonly int _total;
                    private readonly AnnealStrategy _strategy;
                    private readonly bool _cycleMomentum;
                    private readonly double _baseMomentum;
                    private readonly double _maxMomentum;

                    /// <summary>One largest rate for all groups.</summary>
                    public OneCycleLR(
                        Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3,
                        AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true, double base_momentum = 0.85, double max_momentum = 0.95,
                        double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1)
                        : base(optimizer, last_epoch)
                    {
                        if (total_steps < 1 && (epochs < 1 || steps_per_epoch < 1))
                            throw new ArgumentException("Either total_steps or epochs and steps_per_epoch must be given, and be positive.");
                        if (pct_start is < 0 or > 1) throw new ArgumentOutOfRangeException(nameof(pct_start), pct_start, "A share lies between 0 and 1.");
                        _total = total_steps >= 1 ? total_steps : epochs * steps_per_epoch;
                        _largest = Enumerable.Repeat(max_lr, BaseRates.Length).ToArray();
                        _divFactor = div_factor;
                        _finalDivFactor = final_div_factor;
                        _strategy = anneal_strategy;
                        _cycleMomentum = cycle_momentum;
                        _baseMomentum = base_momentum;
                        _maxMomentum = max_momentum;
                        _phases = three_phase
                            ?
                            [
                                new Phase(pct_start * _total - 1, Level.Initial, Level.Largest), new Phase(2 * pct_start * _total - 2, Level.Largest, Level.Initial),
                                new Phase(_total - 1, Level.Initial, Level.Smallest),
                            ]
                            : [new Phase(pct_start * _total - 1, Level.Initial, Level.Largest), new Phase(_total - 1, Level.Largest, Level.Smallest)];
                        if (cycle_momentum && !optimizer.ParamGroups.All(group => group is IBetas or IMomentum))
                            throw new ArgumentException("The optimizer has no momentum to cycle.", nameof(cycle_momentum));
                        foreach (var (group, index) in optimizer.ParamGroups.Select((group, index) => (group, index)))
                            group.InitialLearningRate = Rate(index, Level.Initial);
                        step();
                    }

                    /// <summary>The form of rise and fall.</summary>
                    public enum AnnealStrategy
                    {
                        /// <summary>Half a cosine.</summary>
                        Cos,

                        /// <summary>A line.</summary>
                        Linear,
                    }

                    private enum Level
                    {
                        Initial,
                        Largest,
                        Smallest,
                    }

                    /// <inheritdoc />
                    public override void step(int? epoch)
                    {
                        base.step(epoch);
                        if (!_cycleMomentum) return;
                        var (phase, share) = At(LastEpoch);
                        var momentum = Anneal(Momentum(phase.From), Momentum(phase.To), share);
                        foreach (var group in Optimizer.ParamGroups)
                        {
                            if (group is IBetas betas) betas.Betas = (momentum, betas.Betas.Item2);
                            else if (group is IMomentum plain) plain.Momentum = momentum;
                        }
                    }

                    private protected override double Rate(int group, int epoch)
                    {
                        if (epoch > _total) throw new InvalidOperationException($"The schedule has {_total} steps; step {epoch + 1} was asked for.");
                        var (phase, share) = At(epoch);
                        return Anneal(Rate(group, phase.From), Rate(group, phase.To), share);
                    }

                    private double Rate(int group, Level level) => level switch
                    {
                        Level.Largest => _largest[group],
                        Level.Initial => _largest[group] / _divFactor,
                        _ => _largest[group] / _divFactor / _finalDivFactor,
                    };

                    // The momentum is smallest where the rate is largest; at the end it is as at the start.
                    private double Momentum(Level level) => level == Level.Largest ? _baseMomentum : _maxMomentum;

                    private (Phase Phase, double Share) At(int epoch)
                    {
                        var start = 0.0;
                        foreach (var phase in _phases)
                        {
                            if (epoch <= phase.End || phase == _phases[^1]) return (phase, (epoch - start) / (phase.End - start));
                            start = phase.End;
                        }
                        throw new InvalidOperationException("A schedule has at least one phase.");
                    }

                    private double Anneal(double start, double end, double share) => _strategy == AnnealStrategy.Cos
                        ? end + (start - end) / 2 * (Math.Cos(Math.PI * share) + 1)
                        : (end - start) * share + start;

                    private sealed record Phase(double End, Level From, Level To);
                }
            }

            /// <summary>Up to a largest rate and down far below the first, the momentum the other way round.</summary>
            public static LRScheduler OneCycleLR(
                Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3,
                impl.OneCycleLR.AnnealStrategy anneal_strategy = impl.OneCycleLR.AnnealStrategy.Cos, bool cycle_momentum = true, double base_momentum = 0.85,
                double max_momentum = 0.95, double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1) =>
                new impl.OneCycleLR(
                    optimizer, max_lr, total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum, base_momentum, max_momentum, div_factor,
                    final_div_factor, three_phase, last_epoch);
        }
    }
}
