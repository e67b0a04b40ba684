namespace Lethe.Kernel.Protocol;

/// <summary>The sockets that messages go through; the heartbeat carries none.</summary>
public enum Channel
{
    Shell, // requests that take their turn
    Control, // requests that do not wait: interrupt, shutdown
    Stdin, // questions to the person
    IoPub, // outputs, to everybody who listens
}
