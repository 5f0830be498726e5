using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using CnnTools.Core.Datasets;
using CnnTools.Core.ModelFiles;

namespace CnnTools.PowerShell.Completion;

/// <summary>Completes names of classes: those of the model that the line names, else of its dataset. Reads a file's header at most; loads no
/// libtorch.</summary>
public sealed class ClassCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(fakeBoundParameters);
        string start = (wordToComplete ?? "").Trim('\'', '"');
        return Classes(fakeBoundParameters["Model"] as string, fakeBoundParameters["Dataset"] as string)
            .Where(name => name.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            .Select(static name => new CompletionResult(Quoted(name), name, CompletionResultType.ParameterValue, $"Class {name}"));
    }

    /// <summary>The classes; none where nothing says them. A line that is not finished is no error.</summary>
    internal static IReadOnlyList<string> Classes(string? model, string? dataset)
    {
        try
        {
            if (model is not null && File.Exists(model)) return ModelReader.Describe(Path.GetFullPath(model)).Classes;
            if (dataset is not null) return new DatasetStore(new DatasetStoreOptions { Offline = true }).Describe(dataset, CnnSplit.Train).Classes;
        }
        catch (Exception exception) when (exception is CnnException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The command itself will say what is wrong.
        }

        return [];
    }

    private static string Quoted(string name) => name.All(static letter => char.IsLetterOrDigit(letter) || letter is '_' or '-') ? name : $"'{name.Replace("'", "''", StringComparison.Ordinal)}'";
}
