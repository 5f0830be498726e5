namespace CnnTools.Core.Planning;

/// <summary>
/// The choices of one option under which another one has an effect. Specifying it under any other choice is a mistake, and the user wants to know.
/// </summary>
internal sealed class OptionOwner
{
    private readonly Func<PlanDraft, (string Name, object Choice)> _choice;
    private readonly object[] _choices;

    private OptionOwner(Func<PlanDraft, (string, object)> choice, object[] choices) => (_choice, _choices) = (choice, choices);

    /// <summary>Choices of an option.</summary>
    /// <param name="option">The option; a function, because options are described in no particular order.</param>
    /// <param name="choices">The choices under which the other option has an effect.</param>
    public static OptionOwner Of<T>(Func<TrainingOption<T>> option, params T[] choices)
        where T : struct, Enum => new(draft => (option().Name, draft.Of(option())), [.. choices.Cast<object>()]);

    /// <summary>Throws if the choice is another one.</summary>
    /// <param name="name">The option that was specified.</param>
    /// <param name="value">Its value.</param>
    /// <param name="draft">The plan so far.</param>
    /// <exception cref="CnnException">The option has no effect: id <c>OptionInvalid</c>.</exception>
    public void Check(string name, object value, PlanDraft draft)
    {
        (string owner, object choice) = _choice(draft);
        if (_choices.Contains(choice)) return;
        string expected = string.Join(" or ", _choices);
        throw OptionError.Invalid($"{name} {value} is for {owner} {expected}; found {owner} {choice}. Give {owner} {expected}, or leave {name} out.", value);
    }
}
