namespace Lethe.Erasing.Runs;

/// <summary>What is erased, and what comes in its place.</summary>
internal sealed record ConceptPair(string Concept, string Instead);
