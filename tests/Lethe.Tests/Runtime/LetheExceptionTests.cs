using Lethe.Runtime;

namespace Lethe.Tests.Runtime;

public sealed class LetheExceptionTests
{
    [Fact]
    public void A_message_holds_no_command_for_a_terminal() =>
        Assert.Equal("x?[2J of größe? is no file.", LetheException.BadFile("x\u001b[2J of größe\u009b is no file.").Message);
}
