using Lethe.Data;

namespace Lethe.Unlearning.Forgetting;

/// <summary>
/// A share of the training images, drawn without regard to their classes, as requests to be forgotten come: <c>random:10%:0</c>. The same
/// images for every method and network: the draw has a stream of its own.
/// </summary>
/// <param name="percent">Above 0 and below 100.</param>
/// <param name="seed">From 0 on.</param>
public sealed class RandomShare(decimal percent, int seed) : ForgetSet
{
    internal const string Prefix = "random";

    public override ForgetKind Kind => ForgetKind.Random;

    public decimal Percent => percent;

    public int Seed => seed;

    internal static RandomShare Of(string text)
    {
        var (share, seed) = text.Split(':') switch
        {
            [var one] => (one, "0"),
            [var one, var other] => (one, other),
            _ => ("", ""),
        };
        return
            share.EndsWith('%')
            && decimal.TryParse(share[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
            && percent is > 0 and < 100
            && int.TryParse(seed, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(percent, number)
            : throw LetheException.Usage(
                $"'random:{text}' is no random share: write random:10%:0, a share above 0 % and below 100 %, and a seed."
            );
    }

    public override ForgetSplit Split(DatasetPair data)
    {
        var count = (int)Math.Round(data.Train.Count * (double)percent / 100);
        return count < 1 || count >= data.Train.Count
            ? throw LetheException.Usage($"{this} of the {data.Train.Count} training images of {data.Title} is {count} of them.")
            : ForgetSplit.ByRows(data, RandomStream.For(seed, "forget set").Permutation(data.Train.Count)[..count], ToString());
    }

    public override string Identity(DatasetPair data) => ToString();

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}:{percent:0.#########}%:{seed}");
}
