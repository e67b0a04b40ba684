namespace Lethe.Cli.Doctor;

/// <summary>One thing that <c>doctor</c> found out.</summary>
/// <param name="Topic">Groups facts, as <c>torch</c> or <c>cache</c>.</param>
/// <param name="Key">For programs.</param>
/// <param name="Lost">Of a fault: what will not work, in a few words.</param>
internal sealed record Fact(string Topic, string Key, string Name, string Value, Verdict Verdict = Verdict.Neutral, string? Lost = null);

/// <summary>What a <see cref="Fact"/> means for the kit.</summary>
internal enum Verdict
{
    Neutral,
    Good,

    /// <summary>Optional, and not here.</summary>
    Note,

    /// <summary>Some of the kit's commands will not work here.</summary>
    Fault,
}
