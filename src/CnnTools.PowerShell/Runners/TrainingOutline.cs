using CnnTools.Core.Planning;
using CnnTools.Engine.Sessions;

namespace CnnTools.PowerShell.Runners;

/// <summary>A training that has been planned, as the user reads of it before it starts.</summary>
/// <param name="Title">One line without a full stop, for instance <c>Train TwoConv4x4 on Shapes</c>.</param>
/// <param name="Lines">The choices made.</param>
internal sealed record TrainingOutline(string Title, IReadOnlyList<string> Lines)
{
    /// <summary>Plans a training; loads neither libtorch nor pixels.</summary>
    /// <param name="options">What the user asked for.</param>
    /// <exception cref="CnnException">An option cannot work.</exception>
    public static TrainingOutline Of(CnnTrainingOptions options)
    {
        TrainingPlan plan = TrainingSession.Plan(options);
        return new($"Train {plan.Network.Name} on {plan.Train.Name}", [.. plan.Describe()]);
    }
}
