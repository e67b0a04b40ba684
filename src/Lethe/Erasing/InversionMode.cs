namespace Lethe.Erasing;

/// <summary>How a real picture is turned into noise and back, so that what erasing did to it can be seen. The slide prints no prompt; all
/// are the kit's choice.</summary>
public enum InversionMode
{
    /// <summary>Inverted without a prompt, drawn with it under guidance: before and after then differ by the edited guidance alone, if what
    /// is said without a prompt was held.</summary>
    Null,

    /// <summary>Inverted and drawn with the prompt, without guidance: the closest reconstruction, since the error grows with w.</summary>
    Prompt,
}
