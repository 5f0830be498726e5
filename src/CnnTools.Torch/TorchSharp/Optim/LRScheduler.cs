namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Schedules of the learning rate.</summary>
        public static partial class lr_scheduler
        {
            /// <summary>
            /// Sets the learning rate of each group of an optimizer. A new schedule sets the rate of step 0; <see cref="step()"/> that of the next. Rates
            /// follow from the number of the step alone, so a schedule can continue anywhere (<c>last_epoch</c>).
            /// </summary>
            public abstract class LRScheduler
            {
                private readonly Optimizer _optimizer;
                private double[] _lastRates;

                private protected LRScheduler(Optimizer optimizer, int lastEpoch)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    _optimizer = optimizer;
                    var groups = optimizer.ParamGroups.ToArray();
                    // A schedule that starts takes the present rate as its base, one that continues the rate that the first began with.
                    if (lastEpoch < 0)
                        foreach (var group in groups) group.InitialLearningRate = group.LearningRate;
                    BaseRates = Array.ConvertAll(groups, group => group.InitialLearningRate);
                    _lastRates = Array.ConvertAll(groups, group => group.LearningRate);
                    LastEpoch = lastEpoch;
                }

                private protected Optimizer Optimizer => _optimizer;

                // Number of the step that the present rates belong to.
                private protected int LastEpoch { get; set; }

                private protected double[] BaseRates { get; }

                /// <summary>Sets the rates of the next step.</summary>
                public virtual void step() => step(null);

                /// <summary>Sets the rates of a step, the next where none is given.</summary>
                public virtual void step(int? epoch)
                {
                    LastEpoch = epoch ?? LastEpoch + 1;
                    var groups = _optimizer.ParamGroups.ToArray();
                    for (var i = 0; i < groups.Length; i++) groups[i].LearningRate = Rate(i, LastEpoch);
                    _lastRates = Array.ConvertAll(groups, group => group.LearningRate);
                }

                /// <summary>Sets the rates of a step; most schedules do not look at the metric.</summary>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                /// <summary>The rates set last, one a group.</summary>
                public IEnumerable<double> get_last_lr() => _lastRates;

                // The learning rate of a group at a step.
                private protected abstract double Rate(int group, int epoch);

                private protected void RememberRates() => _lastRates = _optimizer.ParamGroups.Select(group => group.LearningRate).ToArray();
            }
        }
    }
}
