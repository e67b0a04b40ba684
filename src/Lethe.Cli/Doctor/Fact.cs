namespace Lethe.Cli.Doctor;

/// <summary>One thing that <c>doctor</c> found out.</summary>
/// <param name="Topic">Groups facts: kit, machine, torch, device, data, cache, kernel.</param>
/// <param name="Key">For programs: <c>libtorch_origin</c>.</param>
/// <param name="Name">For people.</param>
internal sealed record Fact(string Topic, string Key, string Name, string Value, Verdict Verdict = Verdict.Neutral);

/// <summary>What a <see cref="Fact"/> means for the kit.</summary>
internal enum Verdict
{
    Neutral,
    Good,
    /// <summary>Something is missing that not everybody needs.</summary>
    Note,
    /// <summary>The kit does not work here.</summary>
    Fault,
}
