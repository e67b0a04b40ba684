namespace Lethe.Kernel.Protocol;

/// <summary>The sockets that messages go through; the heartbeat carries none.</summary>
public enum Channel
{
    /// <summary>Requests that take their turn.</summary>
    Shell,

    /// <summary>Requests that do not wait: interrupt, shutdown.</summary>
    Control,

    /// <summary>Questions to the person.</summary>
    Stdin,

    /// <summary>Outputs, to everybody who listens.</summary>
    IoPub,
}
