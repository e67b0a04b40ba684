namespace Lethe.Erasing.Methods;

/// <summary>What All but One makes of the erased concept's guidance. The slides give two targets, which are not the same; the third is the
/// kit's reading of SEGA.</summary>
public enum GuidanceTarget
{
    /// <summary><c>g1 G(c'; theta*)</c>: the replacement's guidance in place of the concept's (slide "Our Method (3)"). Erases all, and
    /// keeps as little of the picture as Ablating Concepts.</summary>
    Replace,

    /// <summary><c>g1 G(c; theta*) + delta(c')</c>: the concept's own guidance and, where it is strongest, the replacement's (slide "Our
    /// Method (2)"). The paper's signature: structure kept, half erased.</summary>
    SurgicalAdd,

    /// <summary><c>g1 G(c; theta*) + delta(c') - delta(c)</c>: where it is strongest the concept's guidance is taken away too. Not on a
    /// slide.</summary>
    SurgicalSwap,
}
