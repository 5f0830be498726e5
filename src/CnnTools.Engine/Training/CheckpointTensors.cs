using CnnTools.Core.ModelFiles;
using CnnTools.Core.Planning;
using CnnTools.Engine.Modules;
using CnnTools.Engine.Torch;

namespace CnnTools.Engine.Training;

/// <summary>The tensors of a training, to and from a <see cref="Checkpoint"/>.</summary>
internal static class CheckpointTensors
{
    private const string Model = "model/", Best = "best/", Average = "average/", Optimizer = "optimizer/";

    /// <summary>Writes the checkpoint of a training whose state is up to date.</summary>
    public static void Save(string path, TrainingLoop loop, TrainingIdentity identity) => Checkpoint.Write(
        path,
        [
            .. Weights.Save(loop.Model).Select(static tensor => tensor with { Name = Model + tensor.Name }),
            .. loop.Best.Kept.Select(static pair => TensorBytes.ToEntry(Best + pair.Key, pair.Value)),
            .. loop.Average?.Values.Select(static pair => TensorBytes.ToEntry(Average + pair.Key, pair.Value)) ?? [],
            .. loop.Optimizer.SaveState().Select(static tensor => tensor with { Name = Optimizer + tensor.Name }),
        ],
        loop.State,
        identity);

    /// <summary>Puts the tensors into a loop made for the same training, and the loop where this training was.</summary>
    public static void Restore(this Checkpoint checkpoint, TrainingLoop loop)
    {
        Weights.Load(loop.Model, checkpoint.Part(Model));
        loop.Optimizer.LoadState(checkpoint.Part(Optimizer).ToDictionary(static tensor => tensor.Name, StringComparer.Ordinal));
        SafeTensorsWriter.Entry[] best = checkpoint.Part(Best);
        if (best.Length > 0) loop.Best.Keep(best);
        loop.Average?.Load(checkpoint.Part(Average));
        // A copy: the checkpoint may be restored again.
        loop.ContinueFrom(checkpoint.State with { History = [.. checkpoint.State.History] });
    }
}
