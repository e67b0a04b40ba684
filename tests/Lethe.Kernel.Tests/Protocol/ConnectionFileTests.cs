using Lethe.Kernel.Protocol;
using Lethe.Runtime;

namespace Lethe.Kernel.Tests.Protocol;

public sealed class ConnectionFileTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void A_byte_order_mark_is_no_fault()
    {
        File.WriteAllText(
            path,
            """{"shell_port": 1, "control_port": 2, "iopub_port": 3, "stdin_port": 4, "hb_port": 5}""",
            new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true)
        );

        Assert.Equal(1, ConnectionFile.Read(path).ShellPort);
    }

    [Fact]
    public void A_client_s_file_is_read()
    {
        File.WriteAllText(
            path,
            """{"shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5, "ip": "127.0.0.1", "key": "k", "transport": "tcp", "signature_scheme": "hmac-sha256", "kernel_name": ""}"""
        );

        var connection = ConnectionFile.Read(path);

        Assert.Equal(
            (1, 2, 3, 4, 5, "k"),
            (
                connection.ShellPort,
                connection.IoPubPort,
                connection.StdinPort,
                connection.ControlPort,
                connection.HeartbeatPort,
                connection.Key
            )
        );
        Assert.Equal("tcp://127.0.0.1:1", connection.Address(connection.ShellPort));
    }

    [Theory]
    [InlineData("""{"shell_port": 1}""", "not a Jupyter connection file")]
    [InlineData("", "not a Jupyter connection file")]
    [InlineData("null", "not a Jupyter connection file")]
    [InlineData(
        """{"shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5, "ip": "0.0.0.0"}""",
        "this machine only"
    )]
    [InlineData(
        """{"shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5, "ip": "192.168.0.7"}""",
        "this machine only"
    )]
    [InlineData(
        """{"shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5, "transport": "ipc"}""",
        "speaks tcp"
    )]
    [InlineData(
        """{"shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5, "signature_scheme": "hmac-md5"}""",
        "hmac-sha256"
    )]
    [InlineData("""{"shell_port": 0, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5}""", "1 to 65535")]
    [InlineData("""{"shell_port": 1, "iopub_port": 70000, "stdin_port": 3, "control_port": 4, "hb_port": 5}""", "1 to 65535")]
    public void What_it_does_not_do_is_said(string json, string why)
    {
        File.WriteAllText(path, json);

        var error = Assert.Throws<LetheException>(() => ConnectionFile.Read(path));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.BadFile, error.ExitCode);
    }

    [Fact]
    public void A_missing_file_is_said() =>
        Assert.Equal(ExitCode.NotFound, Assert.Throws<LetheException>(() => ConnectionFile.Read(path + ".missing")).ExitCode);
}
