using System.Globalization;
using CnnTools.Core.Planning;
using CnnTools.Core.Progress;
using CnnTools.Engine.Sessions;
using CnnTools.PowerShell.Output;

namespace CnnTools.PowerShell.Runners;

/// <summary>Runs the engine's training; <see cref="TrainingSession"/>'s unless a test says otherwise.</summary>
internal delegate CnnTrainingResult TrainingFunction(TrainingPlan plan, ITrainingObserver observer, CancellationToken cancellation);

/// <summary>What <c>Invoke-CnnTraining</c> does: plan, ask, train, and hand on what happens while it happens.</summary>
internal sealed class TrainingRunner(ICommandOutput output, TrainingFunction? train = null, TimeProvider? time = null)
{
    private readonly TrainingFunction _train = train ?? TrainingSession.Run;
    private readonly HashSet<(string Dataset, CnnNetwork? Network)> _done = [];

    /// <summary>Trains once on a dataset with a network. A dataset that comes again, as its other split does through the pipeline, is not trained on
    /// again.</summary>
    /// <param name="options">What the user asked for.</param>
    /// <param name="passThru">Whether to emit how the training ended instead of its epochs.</param>
    /// <param name="cancellation">Stops the training within a batch.</param>
    public void Run(CnnTrainingOptions options, bool passThru, CancellationToken cancellation)
    {
        if (!_done.Add((options.Dataset.ToUpperInvariant(), options.Network)))
        {
            output.Verbose($"{options.Dataset}: this command has trained on it already; training uses both splits.");
            return;
        }

        TrainingPlan plan = TrainingSession.Plan(options);
        string title = $"Train {plan.Network.Name} on {plan.Train.Name}";
        if (!output.MayProceed(title, plan.Describe()))
        {
            foreach (string warning in plan.Warnings) output.Warning(warning);
            return;
        }

        var display = new ProgressDisplay(output, time);
        try
        {
            CnnTrainingResult result = _train(plan, new Observer(output, display, title, !passThru), cancellation);
            display.Complete();
            output.Information(Summarize(result));
            if (passThru) output.Emit(result);
        }
        catch (Exception exception) when (exception is CnnException or IOException or UnauthorizedAccessException)
        {
            // Not in a finally block: once the pipeline is stopping nothing may be written, and PowerShell removes the bars itself.
            display.Complete();
            throw;
        }
    }

    /// <summary>One line on how a training ended.</summary>
    internal static string Summarize(CnnTrainingResult result)
    {
        List<string> parts = [result.StopMessage.TrimEnd('.')];
        if (result.TestAccuracy is { } accuracy) parts.Add(Text($"test accuracy {100 * accuracy:F2}% on {result.TestCount:N0} images"));
        parts.Add(Text($"{result.Seconds:N1} s on {result.Device}"));
        if (result.ModelPath is not null) parts.Add($"model: {result.ModelPath}");
        if (result.LogPath is not null) parts.Add($"log: {result.LogPath}");
        return $"{result.Architecture} on {result.Dataset}: {string.Join("; ", parts)}";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.CurrentCulture);

    private sealed class Observer(ICommandOutput output, ProgressDisplay display, string title, bool emitsEpochs) : ITrainingObserver
    {
        public void OnDataset(DatasetProgress progress) => display.Show(progress);

        public void OnProgress(TrainingProgress progress) => display.Show(title, progress);

        public void OnEpoch(CnnEpochResult result)
        {
            if (emitsEpochs) output.Emit(result);
        }

        public void OnMessage(MessageLevel level, string text)
        {
            if (level == MessageLevel.Warning) output.Warning(text);
            else if (level == MessageLevel.Information) output.Information(text);
            else output.Verbose(text);
        }
    }
}
