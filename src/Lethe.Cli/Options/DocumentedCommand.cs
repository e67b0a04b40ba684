using System.CommandLine;

namespace Lethe.Cli.Options;

/// <summary>A command whose help ends with examples.</summary>
/// <param name="name">As typed.</param>
/// <param name="description">One or two sentences.</param>
/// <param name="examples">Whole command lines, each with what it does.</param>
internal sealed class DocumentedCommand(string name, string description, params (string Line, string Meaning)[] examples)
    : Command(name, description)
{
    public IReadOnlyList<(string Line, string Meaning)> Examples { get; } = examples;
}
