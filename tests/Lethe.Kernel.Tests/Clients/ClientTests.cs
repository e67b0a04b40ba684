namespace Lethe.Kernel.Tests.Clients;

/// <summary>The kernel as Jupyter's own clients see it.</summary>
public sealed class ClientTests : IDisposable
{
    private readonly PythonClients clients = new();

    public void Dispose() => clients.Dispose();

    [Fact]
    public void Jupyter_s_public_suite_passes() =>
        clients.Run(PythonClients.Need("jupyter_client", "jupyter_kernel_test"), "public_suite.py");

    [Fact]
    [Trait("Speed", "slow")]
    public void What_the_public_suite_leaves_out_passes_too() =>
        clients.Run(PythonClients.Need("jupyter_client", "nbclient", "nbformat", "nbconvert"), "client_suite.py");

    [Fact]
    [Trait("Speed", "slow")]
    public void Stop_pressed_at_random_moments_never_costs_the_kernel() =>
        clients.Run(PythonClients.Need("jupyter_client"), "interrupt_suite.py");

    [Fact]
    [Trait("Speed", "slow")]
    public void Widgets_are_what_a_front_end_of_ipywidgets_expects() =>
        clients.Run(PythonClients.Need("jupyter_client", "nbclient", "nbformat"), "widget_suite.py");

    [Fact]
    [Trait("Speed", "slow")]
    public void The_debugger_speaks_as_JupyterLab_expects() => clients.Run(PythonClients.Need("jupyter_client"), "debug_suite.py");
}
