namespace TorchSharp;

/// <summary>The scopes of one thread, innermost first.</summary>
public class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScopeManager? t_singleton;

    private DisposeScopeManager()
    {
    }

    /// <summary>What the calling thread has created and disposed, in and outside scopes.</summary>
    public static ThreadDisposeScopeStatistics Statistics => ThreadSingleton.StatisticsInstance;

    internal static DisposeScopeManager ThreadSingleton => t_singleton ??= new DisposeScopeManager();

    internal ThreadDisposeScopeStatistics StatisticsInstance { get; } = new();

    internal DisposeScope? CurrentDisposeScope { get; private set; }

    internal DisposeScope NewDisposeScope() => CurrentDisposeScope = new DisposeScope(this, CurrentDisposeScope);

    internal void Created(torch.Tensor tensor)
    {
        if (CurrentDisposeScope is null)
        {
            StatisticsInstance.TensorStatistics.CreatedOutsideScopeCount++;
            return;
        }
        CurrentDisposeScope.AddMember(tensor);
        StatisticsInstance.TensorStatistics.CreatedInScopeCount++;
    }

    internal void Disposed(torch.Tensor tensor)
    {
        if (tensor.OwningDisposeScope is { } scope)
        {
            scope.MarkAsDisposed(tensor);
            tensor.OwningDisposeScope = null;
            StatisticsInstance.TensorStatistics.DisposedInScopeCount++;
        }
        else
        {
            StatisticsInstance.TensorStatistics.DisposedOutsideScopeCount++;
        }
    }

    internal void Close(DisposeScope scope)
    {
        if (ReferenceEquals(CurrentDisposeScope, scope))
        {
            CurrentDisposeScope = scope.OuterScope;
            return;
        }
        // Closed before a scope inside it: cut it out, the inner one stays open.
        for (var inner = CurrentDisposeScope; inner is not null; inner = inner.OuterScope)
            if (ReferenceEquals(inner.OuterScope, scope))
                inner.OuterScope = scope.OuterScope;
    }
}
