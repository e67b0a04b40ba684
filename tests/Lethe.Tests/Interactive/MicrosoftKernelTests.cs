using System.Runtime.Loader;
using Lethe.Interactive;

namespace Lethe.Tests.Interactive;

/// <summary>What another host does not find by itself. That kernel itself is run by CI.</summary>
public sealed class MicrosoftKernelTests
{
    [Fact]
    public void A_newer_fsharp_core_than_the_hosts_is_loaded_beside_it()
    {
        var found = MicrosoftKernel.FSharpCore(new("FSharp.Core, Version=10.1.0.0"));
        Assert.NotNull(found);
        Assert.InRange(found.GetName().Version!, new(10, 1), new(99, 0));
        Assert.NotEqual(AssemblyLoadContext.Default, AssemblyLoadContext.GetLoadContext(found));
        Assert.Same(found, MicrosoftKernel.FSharpCore(new("FSharp.Core, Version=10.0.0.0")));
    }

    [Theory]
    [InlineData("FSharp.Core, Version=99.0.0.0")]
    [InlineData("Deedle, Version=8.1.0.0")]
    public void Nothing_else_is(string name) => Assert.Null(MicrosoftKernel.FSharpCore(new(name)));

    [Fact]
    public void The_native_library_of_pictures_is_found_where_a_build_lays_it()
    {
        Assert.NotEqual(0, MicrosoftKernel.Skia("libSkiaSharp"));
        Assert.Equal(0, MicrosoftKernel.Skia("libNobody"));
    }
}
