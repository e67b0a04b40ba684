namespace Lethe.Models;

/// <summary>How long the weights of a network live.</summary>
internal static class Lifetime
{
    /// <summary>
    /// Until the network is disposed. Otherwise the weights of the kit's own layers would die with the scope that it was built in, and
    /// torch would leave them out of the network's state without a word.
    /// </summary>
    public static void Outlive(this nn.Module network)
    {
        foreach (var tensor in network.parameters().Concat(network.buffers()))
        {
            tensor.DetachFromDisposeScope();
        }
    }
}
