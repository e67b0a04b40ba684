using Lethe.Erasing;
using Lethe.Erasing.Methods;

namespace Lethe.Tests.Erasing;

public sealed class ErasingMemoryTests
{
    [Fact]
    public void Small_models_always_fit()
    {
        using var model = TinyDiffusion.Create();
        ErasingMemory.RequireDrawing(model);
        Assert.All(
            ErasingCatalog.Names,
            name => ErasingMemory.RequireTraining(model, ErasingCatalog.Create(name), ErasingCatalog.Create(name).Recipe)
        );
    }

    [Fact]
    public void A_step_of_too_many_latents_is_refused_with_what_would_help()
    {
        using var model = TinyDiffusion.Create();
        var method = new AllButOne();
        var error = Assert.Throws<Lethe.Runtime.LetheException>(() =>
            ErasingMemory.RequireTraining(model, method, method.Recipe with { Batch = 100_000_000 })
        );
        Assert.StartsWith(
            "Not enough memory: erasing with --group xattn and 100000000 latents a step takes about ",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            "Choose a smaller group, fewer latents a step (batch), or a machine with more.",
            error.Message,
            StringComparison.Ordinal
        );
        // Twice as much for what is said without a prompt too.
        Assert.Equal((2, 1, 0), (method.Rows, new Esd { } is IErasingMethod esd ? esd.Rows : 0, new Uce().Rows));
    }
}
