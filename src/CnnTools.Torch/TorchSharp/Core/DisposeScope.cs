namespace TorchSharp;

/// <summary>
/// Owns what was created on its thread while it was the innermost scope, and disposes it at its own end. A member leaves by being disposed, moved or
/// detached. A scope belongs to the thread that opened it; members may be disposed from other threads.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    private readonly DisposeScopeManager _manager;
    private readonly HashSet<IDisposable> _members = new(ReferenceEqualityComparer.Instance);
    private readonly Lock _gate = new();

    internal DisposeScope(DisposeScopeManager manager, DisposeScope? outer)
    {
        _manager = manager;
        OuterScope = outer;
    }

    /// <summary>What the scope owns now, in no order.</summary>
    public IReadOnlyList<IDisposable> DisposablesView
    {
        get
        {
            lock (_gate) return _members.ToArray();
        }
    }

    /// <summary>How many objects the scope owns now.</summary>
    public int DisposablesCount
    {
        get
        {
            lock (_gate) return _members.Count;
        }
    }

    internal DisposeScope? OuterScope { get; set; }

    /// <summary>Moves an object to the scope around this one; without one it is owned by no scope.</summary>
    public T MoveToOuter<T>(T disposable)
        where T : IDisposable => MoveToOther(OuterScope, disposable);

    /// <summary>Moves objects to the scope around this one.</summary>
    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable => (MoveToOuter(first), MoveToOuter(second));

    /// <summary>Moves objects to the scope around this one.</summary>
    public void MoveToOuter(params IDisposable[] disposables)
    {
        foreach (var disposable in disposables) MoveToOuter<IDisposable>(disposable);
    }

    /// <summary>Moves an object to another scope; null: to none.</summary>
    public T MoveToOther<T>(DisposeScope? scope, T disposable)
        where T : IDisposable
    {
        if (!Remove(disposable)) return disposable;
        if (scope is null)
        {
            if (disposable is torch.Tensor tensor)
            {
                tensor.OwningDisposeScope = null;
                _manager.StatisticsInstance.TensorStatistics.DetachedFromScopeCount++;
            }
        }
        else
        {
            scope.AddMember(disposable);
        }
        return disposable;
    }

    /// <summary>Takes an object out of the scope: whoever holds it must dispose it.</summary>
    public T Detach<T>(T disposable)
        where T : IDisposable => MoveToOther(null, disposable);

    /// <summary>Takes objects out of the scope.</summary>
    public void Detach(params IDisposable[] disposables)
    {
        foreach (var disposable in disposables) Detach<IDisposable>(disposable);
    }

    /// <summary>Makes the scope the owner of an object, wherever it was before.</summary>
    public void Attach(IDisposable disposable)
    {
        if (disposable is torch.Tensor { OwningDisposeScope: { } owner })
        {
            if (!ReferenceEquals(owner, this)) owner.MoveToOther(this, disposable);
            return;
        }
        AddMember(disposable);
        if (disposable is torch.Tensor) _manager.StatisticsInstance.TensorStatistics.AttachedToScopeCount++;
    }

    /// <summary>Disposes all members; the scope stays open.</summary>
    public void DisposeEverything() => DisposeEverythingBut([]);

    /// <summary>Disposes all members but some; the scope stays open.</summary>
    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    /// <summary>Disposes all members but some; the scope stays open.</summary>
    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var keep = new HashSet<IDisposable>(inKeep, ReferenceEqualityComparer.Instance);
        IDisposable[] leaving;
        lock (_gate) leaving = _members.Where(member => !keep.Contains(member)).ToArray();
        foreach (var member in leaving)
        {
            // A tensor takes itself out while being disposed; other objects do not know of scopes.
            member.Dispose();
            if (member is not torch.Tensor) Remove(member);
        }
    }

    /// <summary>Disposes all members and closes the scope.</summary>
    public void Dispose()
    {
        DisposeEverything();
        _manager.Close(this);
    }

    /// <summary>Tells the scope that a member was disposed.</summary>
    public void MarkAsDisposed(IDisposable disposable) => Remove(disposable);

    /// <summary>Whether the scope owns an object.</summary>
    public bool Contains(IDisposable disposable)
    {
        lock (_gate) return _members.Contains(disposable);
    }

    internal void AddMember(IDisposable disposable)
    {
        lock (_gate) _members.Add(disposable);
        if (disposable is torch.Tensor tensor) tensor.OwningDisposeScope = this;
    }

    private bool Remove(IDisposable disposable)
    {
        lock (_gate) return _members.Remove(disposable);
    }
}
