using Lethe.Data;

namespace Lethe.Unlearning.Forgetting;

/// <summary>All images of one class, or of several.</summary>
public sealed class ForgottenClasses : ForgetSet
{
    internal const string One = "class",
        Several = "classes";

    private readonly IReadOnlyList<string> classes; // as they were written
    private readonly IReadOnlyList<int>? numbers; // where they were not written, but counted

    private ForgottenClasses(IReadOnlyList<string> classes, IReadOnlyList<int>? numbers = null) =>
        (this.classes, this.numbers) = (classes, numbers);

    public override ForgetKind Kind => classes.Count == 1 ? ForgetKind.Class : ForgetKind.Classes;

    internal static ForgottenClasses OfOne(string text) =>
        text.Trim() is { Length: > 0 } name
            ? new([name])
            : throw LetheException.Usage("No class is named to forget: write class:8 or class:Bag.");

    internal static ForgottenClasses OfSeveral(string text)
    {
        string[] names = [.. text.Split(',').Select(static name => name.Trim())];
        return names.Any(static name => name.Length == 0)
                ? throw LetheException.Usage($"'classes:{text}' leaves a class out: write classes:1,8.")
            : names.Distinct(StringComparer.Ordinal).Count() < names.Length
                ? throw LetheException.Usage($"'classes:{text}' names a class twice.")
            : new(names);
    }

    public static ForgottenClasses Of(params IReadOnlyList<int> numbers) =>
        new([.. numbers.Select(static number => number.ToString(CultureInfo.InvariantCulture))], numbers);

    /// <summary>Their numbers, in order.</summary>
    /// <exception cref="LetheException">Usage: no such class, or one named twice.</exception>
    public IReadOnlyList<int> Numbers(DatasetPair data)
    {
        if (numbers is not null)
        {
            return numbers;
        }
        int[] found = [.. classes.Select(name => ClassChoice.Find(data.Title, data.Train.ClassNames, name)).Order()];
        return found.Distinct().Count() == found.Length
            ? found
            : throw LetheException.Usage($"'{this}' names a class of {data.Title} twice.");
    }

    public override ForgetSplit Split(DatasetPair data) => ForgetSplit.ByClasses(data, Numbers(data));

    public override string Identity(DatasetPair data) => Of(Numbers(data)).ToString();

    public override string ToString() => $"{(classes.Count == 1 ? One : Several)}:{string.Join(',', classes)}";
}
