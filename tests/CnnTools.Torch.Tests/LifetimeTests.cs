using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CnnTools.Torch.Tests;

// Counts of native tensors are of the whole process.
[Collection(ProcessWide.Name)]
public class LifetimeTests
{
    [Fact]
    public void A_scope_disposes_what_was_made_in_it_but_what_left_it()
    {
        Tensor kept, moved, detached;
        using (var outer = NewDisposeScope())
        {
            using (var inner = NewDisposeScope())
            {
                kept = ones(2);
                moved = (kept + 1).MoveToOuterDisposeScope();
                detached = (kept + 2).DetachFromDisposeScope();
                Assert.Equal(1, inner.DisposablesCount);
                Assert.True(outer.Contains(moved));
            }
            Assert.True(kept.IsInvalid);
            Assert.False(moved.IsInvalid);
            outer.Attach(detached);
            outer.DisposeEverythingBut(moved);
            Assert.True(detached.IsInvalid);
            using var third = NewDisposeScope();
            moved.MoveToOtherDisposeScope(third);
            Assert.Equal(0, outer.DisposablesCount);
            var (a, b) = outer.MoveToOuter(moved, zeros(1));
            Assert.Same(moved, a);
            Assert.False(b.IsInvalid);
        }
        Assert.True(moved.IsInvalid);
        Assert.Null(CurrentDisposeScope);
        Assert.Equal(3.0, WrappedTensorDisposeScope(() => ones(1) + ones(1) + ones(1)).ToDouble());
    }

    [Fact]
    public void Statistics_count_this_thread()
    {
        var thread = new Thread(() =>
        {
            var statistics = DisposeScopeManager.Statistics;
            var outside = ones(1);
            using (NewDisposeScope())
            {
                var inside = outside + 1;
                (inside + 1).DetachFromDisposeScope().Dispose();
            }
            outside.Dispose();
            Assert.Equal((1, 1), (statistics.CreatedOutsideScopeCount, statistics.DisposedInScopeCount));
            Assert.Equal((2, 2, 1), (statistics.CreatedInScopeCount, statistics.DisposedOutsideScopeCount, statistics.DetachedFromScopeCount));
            Assert.Equal(0, statistics.ThreadTotalLiveCount);
        });
        thread.Start();
        thread.Join();
    }

    [Fact]
    public void A_disposed_tensor_says_so()
    {
        var x = ones(1);
        x.Dispose();
        x.Dispose();
        Assert.Throws<ObjectDisposedException>(() => x + 1);
        Assert.Throws<ObjectDisposedException>(() => cat([x, x]));
    }

    [Fact]
    public void Native_tensors_stay_flat_over_thousands_of_steps()
    {
        using var net = Sequential(Conv2d(1, 2, 3), ReLU(), BatchNorm2d(2), MaxPool2d(2), Flatten(), Linear(8, 3));
        using var optimizer = optim.Adam(net.parameters());
        using var x = randn(2, 1, 6, 6);
        using var y = randint(3, [2]);
        for (var i = 0; i < 5; i++) Step();
        var (native, managed) = (LibTorch.LiveTensorCount, Tensor.TotalCount);
        for (var i = 0; i < 2000; i++) Step();
        Assert.Equal(native, LibTorch.LiveTensorCount);
        Assert.Equal(managed, Tensor.TotalCount);

        void Step()
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            functional.cross_entropy(net.call(x), y).backward();
            optimizer.step();
        }
    }

    [Fact]
    public void The_allocator_reuses_blocks_and_stays_flat()
    {
        CpuAllocator.Install(64 << 20);
        Assert.True(CpuAllocator.IsInstalled);
        CpuAllocator.EmptyCache();
        var inUse = CpuAllocator.BytesInUse;
        using (ones(256, 1024)) Assert.InRange(CpuAllocator.BytesInUse - inUse, 1 << 20, 1 << 21);
        Assert.True(CpuAllocator.BytesCached >= 1 << 20);
        var (reused, system) = (CpuAllocator.ReusedBlocks, CpuAllocator.SystemAllocations);
        for (var i = 0; i < 50; i++)
            using (var a = ones(256, 1024)) Assert.Equal(0, a.data<float>()[0] - 1);
        Assert.True(CpuAllocator.ReusedBlocks - reused >= 50);
        Assert.True(CpuAllocator.SystemAllocations - system < 50 * 4);
        Assert.Equal(inUse, CpuAllocator.BytesInUse);
        // Beyond the limit, blocks go back to the system.
        var many = Enumerable.Range(0, 40).Select(_ => zeros(1024, 1024)).ToList();
        many.ForEach(tensor => tensor.Dispose());
        Assert.True(CpuAllocator.BytesCached <= 64 << 20);
        Assert.True(CpuAllocator.PeakBytesInUse >= 160 << 20);
        CpuAllocator.EmptyCache();
        Assert.Equal(0, CpuAllocator.BytesCached);
        CpuAllocator.Install();
    }

    [Fact]
    public void The_allocator_serves_threads_at_once()
    {
        CpuAllocator.Install();
        Parallel.For(0, 8, seed =>
        {
            using var scope = NewDisposeScope();
            for (var i = 0; i < 50; i++)
            {
                using var a = full(30000 + 100 * (seed + i), seed + 0.5);
                Assert.Equal((seed + 0.5) * a.numel(), a.sum(float64).ToDouble(), 1e-3);
            }
        });
        Assert.Throws<ExternalException>(() => empty(1L << 45));
    }
}

[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessWide
{
    public const string Name = "process-wide";
}
