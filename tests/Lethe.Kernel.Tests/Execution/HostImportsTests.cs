using Lethe.Interactive.Charts;
using Lethe.Interactive.Widgets;
using Lethe.Kernel.Execution;
using Lethe.Runtime;

namespace Lethe.Kernel.Tests.Execution;

public sealed class HostImportsTests
{
    [Fact]
    public void A_cell_sees_every_public_type_of_the_library_and_every_chart() =>
        Assert.Equal(
            [],
            typeof(LetheException)
                .Assembly.GetExportedTypes()
                .Append(typeof(Picture))
                .Append(typeof(IntSlider))
                .Select(static type => type.Namespace!)
                .Distinct()
                .Except(HostImports.Namespaces)
                .Order()
        );
}
