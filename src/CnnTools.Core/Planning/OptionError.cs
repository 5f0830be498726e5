namespace CnnTools.Core.Planning;

/// <summary>Errors about options.</summary>
internal static class OptionError
{
    /// <summary>An option's value cannot be used: id <c>OptionInvalid</c>.</summary>
    public static CnnException Invalid(FormattableString message, object? target) => Invalid("OptionInvalid", message, target);

    /// <summary>An option's value cannot be used.</summary>
    public static CnnException Invalid(string id, FormattableString message, object? target) =>
        new(id, CnnErrorCategory.InvalidArgument, Invariant(message), target);

    /// <summary>All errors as one: the id, category and target are those of the first one.</summary>
    /// <param name="errors">At least one; a single one stays as it is.</param>
    public static CnnException All(IReadOnlyList<CnnException> errors) => errors.Count == 1 ? errors[0] : new CnnException(
        errors[0].ErrorId, errors[0].Category, Invariant($"{errors.Count} options cannot be used. ")
            + string.Join(" ", errors.Select(static (error, index) => Invariant($"({index + 1}) {error.Message}"))),
        errors[0].Target, new AggregateException(errors));
}
