
namespace CnnTools.Core.Progress;

/// <summary>Where evaluations and predictions tell what happens. Every call comes on the thread that does the work.</summary>
public interface IInferenceObserver
{
    /// <summary>A dataset is being read or downloaded.</summary>
    void OnDataset(DatasetProgress progress);

    /// <summary>Something to tell the user.</summary>
    void OnMessage(MessageLevel level, string text);

    /// <summary>A batch of images was evaluated.</summary>
    /// <param name="done">Images so far.</param>
    /// <param name="total">All images of the split.</param>
    void OnProgress(int done, int total);
}
