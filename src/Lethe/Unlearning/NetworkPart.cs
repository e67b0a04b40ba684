using Lethe.Models;

namespace Lethe.Unlearning;

/// <summary>The part of a network that a method changes, counted from its end.</summary>
public enum NetworkPart
{
    Head,

    /// <summary>The last block and the head: <c>layer4</c> and <c>fc</c> of a ResNet.</summary>
    LastBlock,
    All,
}

/// <summary>What each <see cref="NetworkPart"/> is in a network.</summary>
internal static class NetworkParts
{
    /// <summary>Beginnings of its parameters' names; none for all of them.</summary>
    public static IReadOnlyList<string> NamesIn(this NetworkPart part, Classifier model)
    {
        var head = model.named_parameters().First(pair => ReferenceEquals(pair.parameter, model.Head.weight)).name;
        return part switch
        {
            NetworkPart.Head => [head[..(head.LastIndexOf('.') + 1)]],
            NetworkPart.LastBlock => [.. model.LastBlock, head[..(head.LastIndexOf('.') + 1)]],
            _ => [],
        };
    }
}
