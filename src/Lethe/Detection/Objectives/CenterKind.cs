namespace Lethe.Detection.Objectives;

/// <summary>To what <see cref="CenterObjective"/> draws features.</summary>
public enum CenterKind
{
    /// <summary>The mean over the qualities of one instance.</summary>
    Instance,

    /// <summary>A moving centre of the class (Wen et al., ECCV 2016).</summary>
    Class,
}
