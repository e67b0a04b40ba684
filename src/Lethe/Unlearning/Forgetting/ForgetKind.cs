namespace Lethe.Unlearning.Forgetting;

/// <summary>What kind of set is forgotten: what a method can do depends on it.</summary>
public enum ForgetKind
{
    /// <summary>All images of one class.</summary>
    Class,

    /// <summary>All images of several classes.</summary>
    Classes,

    /// <summary>A part of a class that the network knows no name for; its siblings, the rest of the class, are kept.</summary>
    SubClass,

    /// <summary>Images drawn at random, of all classes.</summary>
    Random,

    /// <summary>Images that somebody chose.</summary>
    List,
}
