using CnnTools.Engine.Sessions;
using CnnTools.Engine.Torch;

namespace CnnTools.Engine.Tests.Training;

/// <summary>Training leaves nothing behind from step to step.</summary>
[Collection(AloneInProcess.Name)]
public sealed class TrainingMemoryTests
{
    // Far below what a leak of one activation per step would be; above what the garbage collector leaves for later.
    private const long Growth = 32 << 20;

    [Fact]
    public void Two_thousand_steps_leave_no_tensor_and_no_memory_behind()
    {
        var tensors = new List<long>();
        var resident = new List<long>();
        var observer = new SilentObserver
        {
            OnEpochDone = _ =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                tensors.Add(TorchRuntime.LiveTensors);
                resident.Add(Environment.WorkingSet);
            },
        };
        // 9,000 images after the validation split: 180 steps per epoch.
        var options = new CnnTrainingOptions
        {
            Dataset = "Shapes", Network = Prediction.SmallModel.Network, Epoch = 14, BatchSize = 50, Seed = 2, Device = "Cpu", Thread = 1, WeightAveraging = 0.9, Mixup = 0.2, RandomErasing = 0.2, EarlyStoppingPatience = 0,
            Augmentation = CnnAugmentation.Shift | CnnAugmentation.Flip,
        };
        TrainingSession.Run(options, observer, default);
        Assert.Equal(14, tensors.Count);
        // The first epochs fill caches and the copy of the best weights.
        Assert.All(tensors.Skip(2), count => Assert.Equal(tensors[2], count));
        Assert.InRange(resident[^1] - resident[2], long.MinValue, Growth);
    }
}
