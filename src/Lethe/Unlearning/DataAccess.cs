namespace Lethe.Unlearning;

/// <summary>Which training images a method reads; the others are not handed to it.</summary>
[Flags]
public enum DataAccess
{
    None = 0,

    /// <summary>D_f: the training images of the class to forget.</summary>
    Forget = 1,

    /// <summary>D_r: all other training images.</summary>
    Retain = 2,
    Both = Forget | Retain,
}
