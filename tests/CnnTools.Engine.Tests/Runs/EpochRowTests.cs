using System.Globalization;
using CnnTools.Core.Runs;

namespace CnnTools.Engine.Tests.Runs;

/// <summary>Epochs that went through Export-Csv, which writes numbers in the user's language.</summary>
public sealed class EpochRowTests
{
    [Theory]
    [InlineData("de-DE", "0,25", 0.25)]
    [InlineData("de-DE", "0.25", 0.25)]
    [InlineData("en-US", "0.25", 0.25)]
    [InlineData("en-US", "0,25", null)]
    public void A_number_is_read_as_the_user_writes_it(string culture, string loss, double? expected)
    {
        CultureInfo former = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            Assert.Equal(expected, EpochRow.Parse(name => name switch { "Epoch" => "1", "Loss" => loss, "Accuracy" => "0.5", _ => null })?.Loss);
        }
        finally
        {
            CultureInfo.CurrentCulture = former;
        }
    }
}
