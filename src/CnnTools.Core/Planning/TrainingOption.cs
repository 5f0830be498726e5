using System.Reflection;
using System.Runtime.CompilerServices;

namespace CnnTools.Core.Planning;

/// <summary>
/// One option of a training: everything that the product knows of it besides its use. Its name is that of a property of <see cref="CnnTrainingOptions"/>, of
/// the cmdlet's parameter and of
/// the metadata of an MSBuild item; the worker's option is made of it.
/// </summary>
public abstract class TrainingOption
{
    private readonly PropertyInfo _property;

    private protected TrainingOption(string name)
    {
        Name = name;
        _property = typeof(CnnTrainingOptions).GetProperty(name) ?? throw new ArgumentException($"CnnTrainingOptions has no property '{name}'.", nameof(name));
        Type = Nullable.GetUnderlyingType(_property.PropertyType) ?? _property.PropertyType;
    }

    /// <summary>The option's name.</summary>
    public string Name { get; }

    /// <summary>The type of its values.</summary>
    public Type Type { get; }

    /// <summary>What the worker's help says, without a period; null if the worker has no such option.</summary>
    public string? Help { get; init; }

    /// <summary>Another name of the worker's option.</summary>
    public string? Alias { get; init; }

    /// <summary>Where the value is written.</summary>
    internal OptionUses Uses { get; init; } = OptionUses.Choice;

    /// <summary>How a build passes the option on.</summary>
    public MetadataForm Metadata { get; init; }

    /// <summary>What a build uses if the project specifies nothing; null leaves the choice to the plan.</summary>
    public string? BuildDefault { get; init; }

    /// <summary>The line of a described plan that the option belongs to; null if it is not described.</summary>
    internal string? Line { get; init; }

    /// <summary>Whether every training needs it.</summary>
    public bool IsRequired => Attribute.IsDefined(_property, typeof(RequiredMemberAttribute));

    /// <summary>True for the path of a file or folder.</summary>
    public bool IsPath { get; init; }

    /// <summary>True for a switch that is on by default: front ends have its opposite, <c>NoRestoreBest</c>.</summary>
    public bool IsOnByDefault { get; init; }

    /// <summary>
    /// Resume identity of a checkpoint that was written before the option existed; null for the options of the first version. With it, such a checkpoint
    /// resumes as long as the option is not used.
    /// </summary>
    internal string? Formerly { get; init; }

    /// <summary>The name of the cmdlet's parameter.</summary>
    public string ParameterName => IsOnByDefault ? "No" + Name : Name;

    /// <summary>The worker's option: <c>LearningRate</c> becomes <c>--learning-rate</c>.</summary>
    public string Argument =>
        "-" + string.Concat(ParameterName.Select(static letter => char.IsUpper(letter) ? "-" + char.ToLowerInvariant(letter) : letter.ToString()));

    /// <summary>What the user specified; null if nothing was.</summary>
    public object? Given(CnnTrainingOptions options) => _property.GetValue(options);

    /// <summary>Specifies the option.</summary>
    /// <param name="options">The options, which no one else has seen yet.</param>
    /// <param name="value">The value.</param>
    public void Give(CnnTrainingOptions options, object? value) => _property.SetValue(options, value);

    /// <summary>Chooses and checks the option's value.</summary>
    internal abstract void Resolve(PlanDraft draft);

    /// <summary>The value in words, as a part of <see cref="Line"/>; null if there is nothing to say.</summary>
    internal abstract string? Describe(TrainingPlan plan);

    /// <summary>The value as a model file holds it; null leaves it out.</summary>
    internal abstract object? ToProvenance(TrainingPlan plan);

    /// <summary>The value as a text that two runs have in common only if they have the value in common.</summary>
    internal abstract string ToIdentity(TrainingPlan plan);

    /// <summary>The value as records of runs show it; null leaves it out.</summary>
    internal abstract string? ToRecord(TrainingPlan plan);
}

/// <inheritdoc/>
/// <typeparam name="T">The type of the value in a plan.</typeparam>
/// <param name="name">The name of the property of <see cref="CnnTrainingOptions"/>: that of the field that holds the option.</param>
internal sealed class TrainingOption<T>([CallerMemberName] string name = "") : TrainingOption(name)
{
    /// <summary>The value if the user specified none: from the architecture's recipe, other options or a constant.</summary>
    public Func<PlanDraft, T> Default { get; init; } = static _ => default!;

    /// <summary>The values that are possible whatever the other options are.</summary>
    public OptionRange? Range { get; init; }

    /// <summary>The choice of another option without which this one has no effect.</summary>
    public OptionOwner? For { get; init; }

    /// <summary>Checks the value against the rest of the plan and returns the one to use; throws a <see cref="CnnException"/> if it is not possible.</summary>
    public Func<T, PlanDraft, T>? Check { get; init; }

    /// <summary>The value in words; null if there is nothing to say.</summary>
    public Func<T, TrainingPlan, FormattableString?>? Words { get; init; }

    /// <summary>The value as JSON is made of it, if not the value itself.</summary>
    public Func<T, object?>? Provenance { get; init; }

    /// <summary>The resume identity, if not the value alone.</summary>
    public Func<T, TrainingPlan, string>? Identity { get; init; }

    /// <inheritdoc/>
    internal override void Resolve(PlanDraft draft)
    {
        object? given = Given(draft.Options);
        if (given is not null) For?.Check(Name, given, draft);
        T value = given is null ? Default(draft) : (T)given;
        Range?.Check(Name, value);
        draft.Set(this, Check is null ? value : Check(value, draft));
    }

    /// <inheritdoc/>
    internal override string? Describe(TrainingPlan plan) => Words?.Invoke(plan.Of(this), plan) is { } text ? FormattableString.Invariant(text) : null;

    /// <inheritdoc/>
    internal override object? ToProvenance(TrainingPlan plan) => Provenance is null ? plan.Of(this) : Provenance(plan.Of(this));

    /// <inheritdoc/>
    internal override string ToIdentity(TrainingPlan plan) => (Identity, plan.Of(this)) switch
    {
        ({ } identity, var value) => identity(value, plan),
        (_, double number) => Invariant($"{number:R}"),
        (_, var value) => Invariant($"{value}"),
    };

    /// <inheritdoc/>
    internal override string? ToRecord(TrainingPlan plan) => plan.Of(this) is { } value ? Invariant($"{value}") : null;
}
