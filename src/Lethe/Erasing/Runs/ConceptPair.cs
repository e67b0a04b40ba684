namespace Lethe.Erasing.Runs;

/// <summary>What is erased, and what comes in its place; empty for the null prompt.</summary>
public sealed record ConceptPair(string Concept, string Instead)
{
    /// <exception cref="LetheException">Nothing to erase, or it would replace itself (<see cref="ExitCode.Usage"/>).</exception>
    public static ConceptPair Of(string concept, string instead)
    {
        var pair = new ConceptPair(concept.Trim(), instead.Trim());
        return pair.Concept.Length == 0 ? throw LetheException.Usage("There is no concept to erase: --concept is empty.")
            : pair.Concept.Equals(pair.Instead, StringComparison.OrdinalIgnoreCase)
                ? throw LetheException.Usage(
                    $"'{pair.Concept}' would replace itself: nothing would change. Name something else with --instead."
                )
            : pair;
    }
}
