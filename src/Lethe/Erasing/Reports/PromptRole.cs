namespace Lethe.Erasing.Reports;

/// <summary>What a prompt is to an erasing, and so what should become of its pictures.</summary>
public enum PromptRole
{
    /// <summary>Erased: its pictures should change.</summary>
    Erased,

    /// <summary>Comes in the place of the erased one; its own pictures should stay.</summary>
    Instead,

    /// <summary>Something else; its pictures should stay.</summary>
    Kept,

    /// <summary>The null prompt; its pictures should stay.</summary>
    Nothing,
}
