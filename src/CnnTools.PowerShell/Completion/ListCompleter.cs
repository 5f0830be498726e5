using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace CnnTools.PowerShell.Completion;

/// <summary>Completes from a list that is known without loading libtorch or touching a disk.</summary>
public abstract class ListCompleter : IArgumentCompleter
{
    /// <summary>The values, each with a line that explains it.</summary>
    private protected abstract IEnumerable<CompletionItem> Items { get; }

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Matching(wordToComplete).Select(static item => new CompletionResult(item.Value, item.Value, CompletionResultType.ParameterValue, item.Tip));

    /// <summary>The values that begin with a word; upper and lower case are alike, quotes around the word do not count.</summary>
    internal IEnumerable<CompletionItem> Matching(string? word)
    {
        string start = (word ?? "").Trim('\'', '"');
        return Items.Where(item => item.Value.StartsWith(start, StringComparison.OrdinalIgnoreCase));
    }
}

/// <summary>One value to complete to.</summary>
/// <param name="Value">The value.</param>
/// <param name="Tip">A line that explains it.</param>
internal sealed record CompletionItem(string Value, string Tip);
