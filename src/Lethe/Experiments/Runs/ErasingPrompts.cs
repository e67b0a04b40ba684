namespace Lethe.Experiments.Runs;

/// <summary>What pictures are drawn of, and from which noise.</summary>
/// <param name="Texts">First the erased concept's.</param>
/// <param name="Labels">Of each: the class that it asks for, where there are classes.</param>
/// <param name="Seeds">Of each.</param>
/// <param name="OfErased">How many stand first.</param>
internal sealed record ErasingPrompts(IReadOnlyList<string> Texts, IReadOnlyList<int> Labels, IReadOnlyList<long> Seeds, int OfErased);
