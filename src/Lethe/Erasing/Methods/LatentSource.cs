namespace Lethe.Erasing.Methods;

/// <summary>Along which paths of the frozen model the latents are drawn that All but One trains on.</summary>
public enum LatentSource
{
    /// <summary>Those of the target's own guidance: what the trained model will see when it is asked for the concept. For
    /// <see cref="GuidanceTarget.Replace"/> the same as <see cref="Anchor"/>.</summary>
    Edited,

    /// <summary>Those of the replacement's prompt, as the slides have it.</summary>
    Anchor,

    /// <summary>Those of the concept's prompt, as ESD and SDD have it.</summary>
    Concept,
}
