using Lethe.Kernel.Language;

namespace Lethe.Kernel.Tests.Language;

public sealed class CompletenessTests
{
    [Theory]
    [InlineData("1 + 1", "complete", "")]
    [InlineData("var a = 1;", "complete", "")]
    [InlineData("", "complete", "")]
    [InlineData("#!time\n1", "complete", "")]
    [InlineData("1 +", "incomplete", "")]
    [InlineData("foreach (var i in a) {", "incomplete", "    ")]
    [InlineData("class C { void M() {", "incomplete", "        ")]
    [InlineData("var s = \"\"\"", "incomplete", "")]
    [InlineData("var a = ;", "invalid", "")]
    [InlineData("}", "invalid", "")]
    public void A_console_knows_what_Enter_means(string code, string status, string indent) => Assert.Equal((status, indent), Completeness.Of(code));
}
