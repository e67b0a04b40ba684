namespace Lethe.Data;

/// <summary>
/// A data set of which something is to be forgotten: D_f and D_r of the training images, D_tf and D_tr of the test images.
/// </summary>
/// <param name="Name">Of what is forgotten: <c>class:8</c>.</param>
/// <param name="Classes">The classes that are forgotten as a whole, in order; none where it is images within classes.</param>
/// <param name="ForgetTest">Empty where <see cref="TestIsWhole"/>.</param>
public sealed record ForgetSplit(
    string Name,
    IReadOnlyList<int> Classes,
    ImageSubset ForgetTrain,
    ImageSubset RetainTrain,
    ImageSubset ForgetTest,
    ImageSubset RetainTest
)
{
    /// <summary>c_f, where it is one class.</summary>
    /// <exception cref="InvalidOperationException">It is not.</exception>
    public int ForgetClass => Classes is [var one] ? one : throw new InvalidOperationException($"{Name} is not one class.");

    /// <summary>Whether only training images are forgotten, so that the test set has no part of its own: D_tr is all of it.</summary>
    public bool TestIsWhole { get; private init; }

    /// <summary>Of a sub-class: the training images of its super-class that are kept; null for all else.</summary>
    public ImageSubset? SiblingsTrain { get; private init; }

    /// <exception cref="LetheException">Usage: no such class, or no image of it.</exception>
    public static ForgetSplit ByClass(DatasetPair data, int forgetClass) => ByClasses(data, [forgetClass]);

    /// <inheritdoc cref="ByClass"/>
    public static ForgetSplit ByClasses(DatasetPair data, IReadOnlyList<int> classes)
    {
        var text = string.Join(", ", classes);
        if (classes.FirstOrDefault(one => one < 0 || one >= data.Classes, -1) is var wrong && classes.Contains(wrong))
        {
            throw LetheException.Usage($"{data.Name} has classes 0 to {data.Classes - 1}; there is no class {wrong} to forget.");
        }
        bool IsForgotten(long label) => classes.Contains((int)label);
        var split = new ForgetSplit(
            $"{(classes.Count == 1 ? "class" : "classes")}:{string.Join(',', classes)}",
            classes,
            data.Train.Where(IsForgotten),
            data.Train.Where(label => !IsForgotten(label)),
            data.Test.Where(IsForgotten),
            data.Test.Where(label => !IsForgotten(label))
        );
        return split.ForgetTrain.Count > 0 && split.RetainTrain.Count > 0
            ? split
            : throw LetheException.Usage(
                $"{data.Name} has {split.ForgetTrain.Count} training images of class {text} and "
                    + $"{split.RetainTrain.Count} of others; both are needed."
            );
    }

    /// <summary>Training images of any class; the test set stays whole.</summary>
    /// <param name="rows">In the training set, each once.</param>
    public static ForgetSplit ByRows(DatasetPair data, long[] rows, string name)
    {
        var forgotten = rows.ToHashSet();
        long[] All(bool wanted) =>
            [.. Enumerable.Range(0, data.Train.Count).Select(static i => (long)i).Where(i => forgotten.Contains(i) == wanted)];
        return new(name, [], new(data.Train, All(true)), new(data.Train, All(false)), new(data.Test, []), data.Test.All())
        {
            TestIsWhole = true,
        };
    }

    /// <summary>The images of one of the classes that <see cref="ImageDataset.Grouped"/> put together.</summary>
    /// <param name="fine">Its number before.</param>
    /// <exception cref="LetheException">Usage: no image of it.</exception>
    public static ForgetSplit ByFineClass(DatasetPair data, int fine, string name)
    {
        var (train, test) = (data.Train.FineLabels!, data.Test.FineLabels!);
        using var onCpu = data.Train.Labels.cpu();
        var groups = onCpu.data<long>().ToArray();
        var group = groups.Where((_, i) => train[i] == fine).FirstOrDefault(-1);
        if (group < 0)
        {
            throw LetheException.Usage($"{data.Title} has no training image of {data.Train.FineNames![fine]}.");
        }
        var siblings = train.Where((one, i) => one != fine && groups[i] == group).ToHashSet();
        return new(
            name,
            [],
            data.Train.Rows(i => train[i] == fine),
            data.Train.Rows(i => train[i] != fine),
            data.Test.Rows(i => test[i] == fine),
            data.Test.Rows(i => test[i] != fine)
        )
        {
            SiblingsTrain = data.Train.Rows(i => siblings.Contains(train[i])),
        };
    }
}
