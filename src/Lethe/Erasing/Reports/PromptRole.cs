namespace Lethe.Erasing.Reports;

/// <summary>What a prompt is to an erasing. The pictures of all but the first should stay.</summary>
public enum PromptRole
{
    Erased,

    /// <summary>Comes in the place of the erased one.</summary>
    Instead,

    Kept,

    /// <summary>The null prompt.</summary>
    Nothing,
}
