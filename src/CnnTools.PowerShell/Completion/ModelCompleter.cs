using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace CnnTools.PowerShell.Completion;

/// <summary>Completes paths of model files: folders, and files that end in <c>.safetensors</c>.</summary>
public sealed class ModelCompleter : IArgumentCompleter
{
    /// <summary>How names of model files end.</summary>
    internal const string Extension = ".safetensors";

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionCompleters.CompleteFilename(wordToComplete ?? "").Where(static result =>
            result.ResultType == CompletionResultType.ProviderContainer || result.CompletionText.TrimEnd('\'', '"').EndsWith(Extension, StringComparison.OrdinalIgnoreCase));
}
