using Lethe.Notebooks.Gallery;

namespace Lethe.Kernel.Tests.Notebooks.Gallery;

public sealed class ParameterReadingTests
{
    [Fact]
    public void What_was_set_for_a_run_comes_before_what_the_notebook_says() =>
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["profile"] = "smoke",
                ["seed"] = "-1",
                ["rate"] = "0.5",
            },
            ParameterReading.Of(
                Sample.Notebook(
                    Sample.Code("var profile = \"quick\"; // the dial\nvar seed = -1;\ndouble rate = 0.5, unset;", "parameters"),
                    Sample.Code("profile = \"smoke\";", "injected-parameters"),
                    Sample.Code("var other = 3;")
                )
            )
        );

    [Fact]
    public void A_notebook_without_parameters_has_none() =>
        Assert.Empty(ParameterReading.Of(Sample.Notebook(Sample.Code("var other = 3;"))));
}
