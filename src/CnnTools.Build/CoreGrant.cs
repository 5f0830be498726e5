using System;
using Microsoft.Build.Framework;

namespace CnnTools.Build;

/// <summary>Processors that the build lends to a step while it runs, so that several projects that train at once do not each take all of them. Disposing gives
/// them back.</summary>
internal sealed class CoreGrant : IDisposable
{
    private readonly IBuildEngine9? _lender;
    private readonly int _granted;

    private CoreGrant(int threads, IBuildEngine9? lender, int granted) => (Threads, _lender, _granted) = (threads, lender, granted);

    /// <summary>How many threads the step should use: what the project asks for, else what the build granted.</summary>
    public int Threads { get; }

    /// <summary>Asks the build for processors; one that lends none by the number leaves all of them to the step.</summary>
    /// <param name="engine">The build.</param>
    /// <param name="wanted">Threads that the project asks for; null for as many as there are.</param>
    public static CoreGrant Request(IBuildEngine engine, int? wanted)
    {
        int count = wanted ?? Environment.ProcessorCount;
        if (engine is not IBuildEngine9 lender) return new CoreGrant(count, null, 0);
        try
        {
            int granted = lender.RequestCores(count);
            return new CoreGrant(wanted ?? granted, lender, granted);
        }
        catch (NotImplementedException)
        {
            // A host that offers the interface without the service.
            return new CoreGrant(count, null, 0);
        }
    }

    /// <summary>Gives back what was granted, which may be less than what the step uses.</summary>
    public void Dispose() => _lender?.ReleaseCores(_granted);
}
