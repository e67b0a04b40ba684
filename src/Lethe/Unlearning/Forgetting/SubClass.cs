using Lethe.Data;

namespace Lethe.Unlearning.Forgetting;

/// <summary>
/// A class of the data set, <c>subclass:Shirt</c>, on a network that only knows super-classes: shirts are tops to it. Retrain calls most
/// shirts tops too, having seen pullovers; so whoever drives D_f to nothing has forgotten too much.
/// </summary>
/// <param name="name">Of the class, or its number, in the data set without super-classes.</param>
public sealed class SubClass(string name) : ForgetSet
{
    internal const string Prefix = "subclass";

    private readonly string name = name.Trim() is { Length: > 0 } given
        ? given
        : throw LetheException.Usage("No sub-class is named to forget: write subclass:Shirt.");

    public override ForgetKind Kind => ForgetKind.SubClass;

    public override DatasetPair Prepare(DatasetPair data)
    {
        var groups = DatasetCatalog.All.Find(data.Name)?.SuperClasses is [_, ..] known ? known : throw None(data);
        using (data)
        {
            return data with
            {
                Train = data.Train.Grouped(groups),
                Test = data.Test.Grouped(groups),
                Title = $"{data.Title}, super-classes",
            };
        }
    }

    public override ForgetSplit Split(DatasetPair data)
    {
        var (fine, number) = (data.Train.FineNames ?? throw None(data), Number(data));
        var split = ForgetSplit.ByFineClass(data, number, Identity(data));
        return split.SiblingsTrain!.Count > 0
            ? split
            : throw LetheException.Usage(
                $"{fine[number]} is alone in its super-class: nothing but the whole of it can be forgotten. Write class:{fine[number]}."
            );
    }

    public override string Identity(DatasetPair data) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}:{Number(data)}");

    public override string ToString() => $"{Prefix}:{name}";

    private int Number(DatasetPair data) => ClassChoice.Find(data.Title, data.Train.FineNames ?? throw None(data), name);

    private static LetheException None(DatasetPair data) =>
        LetheException.Usage(
            $"{data.Title} has no super-classes, so no sub-class can be forgotten. These have: "
                + $"{string.Join(", ", DatasetCatalog.All.Where(static one => one.SuperClasses.Count > 0).Select(static one => one.Name))}."
        );
}
