using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace CnnTools.PowerShell.Completion;

/// <summary>Completes paths of what models are compared with: folders, baselines (<c>.json</c>) and models (<c>.safetensors</c>).</summary>
public sealed class BaselineCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionCompleters.CompleteFilename(wordToComplete ?? "").Where(static result =>
            result.ResultType == CompletionResultType.ProviderContainer || ((string[])[".json", ModelCompleter.Extension]).Any(ending => result.CompletionText.TrimEnd('\'', '"').EndsWith(ending, StringComparison.OrdinalIgnoreCase)));
}
