namespace Lethe.Notebooks.Gallery;

/// <summary>What became of a notebook, as a reader of a gallery wants to know it.</summary>
public enum EntryState
{
    /// <summary>Every cell ran.</summary>
    Ran,

    /// <summary>A cell failed, or it could not begin.</summary>
    Failed,

    /// <summary>A cell took too long.</summary>
    TimedOut,

    /// <summary>Not begun, or stopped by a person.</summary>
    Waiting,

    /// <summary>Shown as it was saved; nothing was run.</summary>
    Saved,
}
