using Lethe.Data;

namespace Lethe.Unlearning.Forgetting;

/// <summary>
/// What is to be forgotten, as it is written on a command line: <c>class:8</c> or <c>8</c>, <c>classes:1,8</c>, <c>subclass:Shirt</c>,
/// <c>random:10%:0</c>, <c>file:LIST</c>. <see cref="Split"/> finds it in a data set. Two sets are equal if their text is.
/// </summary>
public abstract class ForgetSet : IEquatable<ForgetSet>
{
    /// <summary>How to write one, for people.</summary>
    public const string Forms = "class:NAME, classes:NAME,NAME, subclass:NAME, random:SHARE%:SEED or file:LIST";

    public abstract ForgetKind Kind { get; }

    /// <exception cref="LetheException">It is not written as <see cref="Forms"/> says (<see cref="ExitCode.Usage"/>).</exception>
    public static ForgetSet Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (kind, rest) = colon < 0 ? ("", text) : (text[..colon], text[(colon + 1)..]);
        return kind switch
        {
            ForgottenClasses.One => ForgottenClasses.OfOne(rest),
            ForgottenClasses.Several => ForgottenClasses.OfSeveral(rest),
            SubClass.Prefix => new SubClass(rest),
            RandomShare.Prefix => RandomShare.Of(rest),
            ImageList.Prefix => new ImageList(rest),
            _ => ForgottenClasses.OfOne(text), // name:3 and number:3 too
        };
    }

    /// <summary>Of a set in a record: see <see cref="Identity"/>.</summary>
    public static ForgetKind KindOf(string identity) => Parse(identity).Kind;

    /// <summary>The data as the network must have seen them: with super-classes for labels, where a sub-class is forgotten. Takes
    /// over what it is given.</summary>
    public virtual DatasetPair Prepare(DatasetPair data) => data;

    /// <summary>D_f and D_r, D_tf and D_tr.</summary>
    /// <param name="data">What <see cref="Prepare"/> made.</param>
    /// <exception cref="LetheException">Usage: what is to be forgotten is not there, or is everything. NotFound, BadFile: a
    /// list.</exception>
    public abstract ForgetSplit Split(DatasetPair data);

    /// <summary>What the set is in a data set, whatever it is called there: <c>classes:1,8</c>; of a list the hash of its images.</summary>
    /// <inheritdoc cref="Split"/>
    public abstract string Identity(DatasetPair data);

    public bool Equals(ForgetSet? other) => other is not null && ToString() == other.ToString();

    public override bool Equals(object? obj) => Equals(obj as ForgetSet);

    public override int GetHashCode() => ToString()!.GetHashCode(StringComparison.Ordinal);

    /// <summary>For <see cref="Parse"/>.</summary>
    public abstract override string ToString();
}
