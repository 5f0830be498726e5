using System.Management.Automation;
using CnnTools.Engine.Torch;

namespace CnnTools.PowerShell.Commands;

/// <summary>Lists the devices that networks can be trained on. Loads libtorch.</summary>
[Cmdlet(VerbsCommon.Get, "CnnDevice")]
[OutputType(typeof(CnnDeviceInfo))]
public sealed class GetCnnDeviceCommand : CnnCmdlet
{
    private protected override void ProcessInput()
    {
        foreach (CnnDeviceInfo device in DeviceCatalog.List()) WriteObject(device);
    }
}
