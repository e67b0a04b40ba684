namespace Lethe.Unlearning;

/// <summary>Which labels a method draws wrong ones from.</summary>
public enum LabelRange
{
    /// <summary>All C: one draw in C is the true one.</summary>
    All,

    /// <summary>The others than the image's own.</summary>
    NotItsOwn,

    /// <summary>The classes that are kept.</summary>
    Kept,
}
