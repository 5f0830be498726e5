using CnnTools.Core.ModelFiles;
using CnnTools.Core.Planning;
using CnnTools.Engine.Modules;

namespace CnnTools.Engine.Training.Checkpoints;

/// <summary>Writes the model of a training.</summary>
internal static class TrainedModelFile
{
    /// <summary>Writes a trained model; the file at the path is either the former one or the whole new one.</summary>
    public static void Save(string path, CnnModule model, ModelProvenance provenance) =>
        ModelFile.Save(path, provenance.Plan.Network, provenance.ClassNames, Weights.Save(model), provenance.Describe(), provenance.History);
}
