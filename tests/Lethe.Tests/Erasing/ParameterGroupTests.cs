using Lethe.Erasing;
using Lethe.Erasing.Diffusion;
using Lethe.Runtime;

namespace Lethe.Tests.Erasing;

public sealed class ParameterGroupTests
{
    [Fact]
    public void A_selector_that_matches_nothing_is_refused()
    {
        using var network = new UNet2DCondition(TinyDiffusion.UNet);
        var error = Assert.Throws<LetheException>(() =>
            new ParameterGroup("lora", "adapters", static name => name.Contains("lora")).Of(network)
        );
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains("matches no weight", error.Message, StringComparison.Ordinal);
    }
}
