using System.Management.Automation;
using CnnTools.PowerShell.Commands;

namespace CnnTools.PowerShell.Tests;

public sealed class ErrorCategoryTests
{
    [Fact]
    public void Every_kind_of_mistake_has_a_category_of_its_own()
    {
        ErrorCategory[] mapped = [.. Enum.GetValues<CnnErrorCategory>().Select(ErrorCategories.Of)];
        Assert.DoesNotContain(ErrorCategory.NotSpecified, mapped);
        Assert.Equal(mapped.Length, mapped.Distinct().Count());
    }

    [Fact]
    public void What_is_not_found_is_not_found() => Assert.Equal(ErrorCategory.ObjectNotFound, ErrorCategories.Of(CnnErrorCategory.ObjectNotFound));
}
