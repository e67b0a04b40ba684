using CsCheck;
using Lethe.Faces.Films;
using Lethe.Faces.Paired;
using Lethe.Runtime;

namespace Lethe.Tests.Faces.Paired;

public sealed class SplitsTests
{
    private static readonly Gen<SplitShares> Shares = Gen.Select(
        Gen.Int[1, 8],
        Gen.Int[0, 4],
        Gen.Int[0, 4],
        static (a, b, c) => new SplitShares((double)a / (a + b + c), (double)b / (a + b + c), (double)c / (a + b + c))
    );

    [Fact]
    public void Everybody_is_in_one_part_and_the_parts_have_their_shares() =>
        Gen.Select(Gen.Int[12, 200], Gen.Int, Shares)
            .Sample(
                static (count, seed, shares) =>
                {
                    var parts = Splits.Parts(Enumerable.Range(0, count).Select(static i => $"p{i}"), seed, shares);
                    Assert.Equal(count, parts.Count);
                    foreach (
                        var (part, share) in new[]
                        {
                            (SplitPart.Train, shares.Train),
                            (SplitPart.Validation, shares.Validation),
                            (SplitPart.Test, shares.Test),
                        }
                    )
                    {
                        Assert.InRange(
                            parts.Count(one => one.Value == part),
                            share > 0 ? Math.Max(2, (int)(share * count) - 4) : 0,
                            (share * count) + 4
                        );
                    }
                }
            );

    [Fact]
    public void The_order_of_the_names_is_of_no_account_and_the_seed_is()
    {
        string[] names = [.. Enumerable.Range(0, 40).Select(static i => $"p{i}")];
        Assert.Equal(
            Splits.Parts(names, 3).OrderBy(static one => one.Key),
            Splits.Parts([.. names.Reverse(), names[0]], 3).OrderBy(static one => one.Key)
        );
        Assert.NotEqual(Splits.Parts(names, 3).OrderBy(static one => one.Key), Splits.Parts(names, 4).OrderBy(static one => one.Key));
    }

    [Fact]
    public void A_family_is_trained_with_every_real_frame()
    {
        PairedFrame[] frames =
        [
            .. Enumerable
                .Range(0, 60)
                .Select(static i => new PairedFrame(
                    $"v{i}",
                    $"p{i / 3}",
                    (i % 3) switch
                    {
                        0 => Film.Real,
                        1 => "df",
                        _ => "nt",
                    },
                    0
                )),
        ];
        var split = new PairedSplit([.. Enumerable.Range(0, 30)], [.. Enumerable.Range(30, 15)], [.. Enumerable.Range(45, 15)]);
        var family = Splits.ForFamily(frames, split, "nt");
        Assert.Equal(split.Test.Where(row => row % 3 != 1), family.Test);
        Assert.Equal(split.Train.Where(row => row % 3 != 1), family.Train);
        Assert.Contains(
            "df, nt",
            Assert.Throws<LetheException>(() => Splits.ForFamily(frames, split, "fs")).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<LetheException>(() => Splits.ForFamily(frames, split, Film.Real));
    }

    [Theory]
    [InlineData(5, 0.7, 0.15, 0.15)]
    [InlineData(0, 0.7, 0.15, 0.15)]
    [InlineData(50, 0.7, 0.15, 0.2)]
    [InlineData(50, 1.2, -0.1, -0.1)]
    [InlineData(50, double.NaN, 0.5, 0.5)]
    public void Too_few_faces_or_strange_shares_are_refused(int count, double train, double validation, double test) =>
        Assert.Equal(
            ExitCode.Usage,
            Assert
                .Throws<LetheException>(() =>
                    Splits.Parts(Enumerable.Range(0, count).Select(static i => $"p{i}"), 0, new(train, validation, test))
                )
                .ExitCode
        );
}
