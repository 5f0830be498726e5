using CnnTools.Engine.Tests.Prediction;


namespace CnnTools.Engine.Tests;

/// <summary>Native tensors are counted for the whole process: the tests of this collection run while no others do.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneInProcess : ICollectionFixture<SmallModel>
{
    public const string Name = "Alone in the process";
}
