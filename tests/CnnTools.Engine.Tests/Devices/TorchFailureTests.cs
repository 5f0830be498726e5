using System.Runtime.InteropServices;
using CnnTools.Core.Hardware;
using static TorchSharp.torch;

namespace CnnTools.Engine.Tests.Devices;

/// <summary>What libtorch and the loader say reaches users as one line with an id.</summary>
public sealed class TorchFailureTests
{
    [Fact]
    public void A_failed_operation_has_libtorchs_message_without_its_frames()
    {
        using var scope = NewDisposeScope();
        ExternalException thrown = Assert.Throws<ExternalException>(static () => ones(2, 3).mm(ones(2, 3)));
        CnnException error = TorchFailure.Translate(thrown)!;
        Assert.Equal(("TorchOperationFailed", CnnErrorCategory.OperationFailed), (error.ErrorId, error.Category));
        Assert.Contains("2x3 and 2x3", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("frame #", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Memory_that_is_not_there_is_named_as_such_and_says_what_to_do()
    {
        ExternalException thrown = Assert.Throws<ExternalException>(static () => empty(1L << 50));
        CnnException error = TorchFailure.Translate(thrown)!;
        Assert.Equal(("TorchOutOfMemory", CnnErrorCategory.ResourceUnavailable), (error.ErrorId, error.Category));
        Assert.Contains("smaller batch size", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_of_others_are_left_alone()
    {
        Assert.Null(TorchFailure.Translate(new InvalidOperationException("no")));
    }
}
