using System.Runtime.CompilerServices;
using Lethe.Interactive.Charts;
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
                .Select(static type => type.Namespace!)
                .Distinct()
                .Except(HostImports.Namespaces)
                .Order()
        );

    // What Microsoft's kernel runs when a cell has referenced the package.
    [Fact]
    public void The_packages_script_has_the_same_usings() =>
        Assert.Equal(
            HostImports.Namespaces.Where(static name => !name.StartsWith("Lethe.Kernel", StringComparison.Ordinal)),
            File.ReadLines(Script())
                .Where(static line => line.StartsWith("using ", StringComparison.Ordinal))
                .Select(static line => line["using ".Length..^1])
        );

    private static string Script([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "src", "Lethe.Interactive", "extension.dib");
}
