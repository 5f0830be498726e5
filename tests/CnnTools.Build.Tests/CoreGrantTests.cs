using System.Reflection;
using Microsoft.Build.Framework;

namespace CnnTools.Build.Tests;

/// <summary>What is borrowed from the build is given back, no more and no less.</summary>
public sealed class CoreGrantTests
{
    [Theory]
    [InlineData(null, 2, 2)]
    [InlineData(4, 2, 4)] // the project insists on four; the build lent two
    public void What_was_granted_is_given_back_once(int? wanted, int granted, int threads)
    {
        var engine = (Lender)(object)DispatchProxy.Create<IBuildEngine9, Lender>();
        engine.Granted = granted;
        using (CoreGrant grant = CoreGrant.Request((IBuildEngine)(object)engine, wanted))
        {
            Assert.Equal(threads, grant.Threads);
            Assert.Equal([("RequestCores", wanted ?? Environment.ProcessorCount)], engine.Calls);
        }

        Assert.Equal(("ReleaseCores", granted), engine.Calls[^1]);
        Assert.Equal(2, engine.Calls.Count);
    }

    [Fact]
    public void A_build_that_lends_nothing_is_asked_for_nothing_back()
    {
        var engine = (Lender)(object)DispatchProxy.Create<IBuildEngine9, Lender>();
        using (CoreGrant grant = CoreGrant.Request((IBuildEngine)(object)engine, null)) Assert.Equal(Environment.ProcessorCount, grant.Threads);
        Assert.Equal(["RequestCores"], engine.Calls.Select(static call => call.Name));
        using CoreGrant other = CoreGrant.Request(new RecordingEngine(), 3);
        Assert.Equal(3, other.Threads);
    }

    public class Lender : DispatchProxy
    {
        public int? Granted { get; set; }

        public List<(string Name, int Count)> Calls { get; } = [];

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Calls.Add((targetMethod!.Name, (int)args![0]!));
            return targetMethod.Name == "RequestCores" ? Granted ?? throw new NotImplementedException() : null;
        }
    }
}
