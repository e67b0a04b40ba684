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
    [InlineData("var s = \"\"\"\n    #!/bin/bash\n    echo hi\n    \"\"\";\nConsole.WriteLine(s);", "complete", "")]
    [InlineData("var a = ;", "invalid", "")]
    [InlineData("}", "invalid", "")]
    public void A_console_knows_what_Enter_means(string code, string status, string indent) =>
        Assert.Equal((status, indent), Completeness.Of(code));

    [Fact]
    public void What_is_too_deep_is_invalid_and_not_the_end_of_the_process() =>
        Assert.Equal(("invalid", ""), Completeness.Of($"var x = {new string('(', 20_000)}"));
}
