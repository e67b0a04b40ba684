using CsCheck;
using Lethe.Faces;
using Lethe.Faces.Drawn;
using Lethe.Faces.Forgeries;
using Lethe.Imaging;
using Lethe.Runtime;

namespace Lethe.Tests.Faces.Forgeries;

public sealed class ForgeryTests
{
    private const int Side = 64;
    private static readonly ProceduralFaces Faces = new(40, seed: 5);

    public static TheoryData<string> Families => [.. ForgeryCatalog.Names];

    [Fact]
    public void The_catalog_says_what_each_imitates()
    {
        Assert.Equal(["sbi", "df", "fs", "f2f", "nt"], ForgeryCatalog.Names);
        Assert.All(
            ForgeryCatalog.Names,
            static name =>
                Assert.True(ForgeryCatalog.Get(name) is { Title.Length: > 5, Imitates.Length: > 5 } family && family.Name == name)
        );
        Assert.Equal(["df", "fs"], ForgeryCatalog.Names.Where(static name => ForgeryCatalog.Get(name).NeedsDonor));
        Assert.Equal(ExitCode.Usage, Assert.Throws<LetheException>(static () => ForgeryCatalog.Get("gan")).ExitCode);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Outside_the_mask_nothing_changes_and_inside_it_does(string family) =>
        Gen.Int[0, 19]
            .Sample(
                seed =>
                {
                    var (real, forged) = (Real(seed), Forge(family, seed));
                    var picture = forged.Frame(0);
                    double changed = 0,
                        weight = 0;
                    for (var i = 0; i < Side * Side; i++)
                    {
                        for (var channel = 0; channel < 3; channel++)
                        {
                            var difference = Math.Abs(real.Planes[channel].Values[i] - picture.Planes[channel].Values[i]);
                            if (forged.Mask.Values[i] == 0)
                            {
                                Assert.Equal(0, difference);
                            }
                            changed += forged.Mask.Values[i] * difference;
                            weight += forged.Mask.Values[i];
                        }
                    }
                    Assert.All(forged.Mask.Values, static value => Assert.True(value is 0 or >= FaceMask.Least and <= 1));
                    Assert.True(weight > 0.004 * 3 * Side * Side, $"mask covers {weight / (3 * Side * Side):P1}");
                    Assert.True(changed / weight > 0.1, $"changed by {changed / weight:F2}");
                },
                iter: 6,
                threads: 1
            );

    [Theory]
    [MemberData(nameof(Families))]
    public void Without_strength_it_is_the_real_face(string family)
    {
        var (real, forged) = (Real(3), Forge(family, 3, strength: 0));
        Assert.All(forged.Mask.Values, static value => Assert.Equal(0, value));
        for (var frame = 0; frame < 4; frame++)
        {
            Assert.All(forged.Frame(frame).Planes.Zip(real.Planes), static pair => Assert.Equal(pair.Second.Values, pair.First.Values));
        }
    }

    [Theory]
    [InlineData("df")]
    [InlineData("fs")]
    public void A_swap_covers_eyes_and_mouth_and_needs_a_donor(string family)
    {
        var marks = Faces.Get(4, Side).Landmarks;
        var mask = Forge(family, 4).Mask;
        Assert.All(
            new[] { marks.LeftEye, marks.RightEye, marks.Nose, (marks.LeftMouth + marks.RightMouth) / 2 },
            place => Assert.True(mask[(int)place.X, (int)place.Y] > 0.5f)
        );
        Assert.Equal(0, mask[0, 0]);
        Assert.Equal(0, mask[Side - 1, Side - 1]);
        Assert.Throws<ArgumentException>(() => ForgeryCatalog.Get(family).Forge(Faces.Get(4, Side), null, 2, 1, new(1)));
        Assert.Throws<ArgumentException>(() => ForgeryCatalog.Get(family).Forge(Faces.Get(4, Side), Faces.Get(5, 32), 2, 1, new(1)));
        // Someone else's face makes someone else.
        var (one, two) = (
            ForgeryCatalog.Get(family).Forge(Faces.Get(4, Side), Faces.Get(5, Side), 2, 1, new(1)),
            ForgeryCatalog.Get(family).Forge(Faces.Get(4, Side), Faces.Get(6, Side), 2, 1, new(1))
        );
        Assert.NotEqual(one.Frame(0).ToRgb(), two.Frame(0).ToRgb());
    }

    [Fact]
    public void The_mouth_alone_is_synthesised_and_least_is_changed()
    {
        var marks = Faces.Get(4, Side).Landmarks;
        var mask = Forge("nt", 4).Mask;
        for (var y = 0; y < (int)marks.Nose.Y - 1; y++)
        {
            Assert.All(mask.Values[(y * Side)..((y + 1) * Side)], static value => Assert.Equal(0, value));
        }
        Assert.True(mask[Side / 2, (int)((marks.LeftMouth.Y + marks.RightMouth.Y) / 2)] > 0.9f);
        var changes = ForgeryCatalog.Names.ToDictionary(
            static name => name,
            static name => Enumerable.Range(0, 8).Average(seed => Change(name, seed))
        );
        Assert.Equal("nt", changes.MinBy(static pair => pair.Value).Key);
    }

    [Fact]
    public void Expressions_move_eyes_and_mouth_and_leave_nose_bridge_and_forehead()
    {
        var marks = Faces.Get(4, Side).Landmarks;
        var mask = Forge("f2f", 4).Mask;
        Assert.True(mask[(int)marks.LeftEye.X, (int)marks.LeftEye.Y] > 0.5f && mask[(int)marks.LeftMouth.X, (int)marks.LeftMouth.Y] > 0.5f);
        Assert.Equal(0, mask[Side / 2, (int)marks.Outline.Min(static point => point.Y)]);
        // Neighbouring frames are more alike than distant ones.
        var forged = ForgeryCatalog.Get("f2f").Forge(Faces.Get(4, Side), null, 40, 1, new(9));
        var frames = Enumerable.Range(0, 40).Select(frame => forged.Frame(frame).Planes[1].Values).ToArray();
        double Apart(int gap) =>
            Enumerable.Range(0, 40 - gap).Average(i => frames[i].Zip(frames[i + gap], static (a, b) => Math.Abs(a - b)).Average());
        Assert.True(Apart(1) < 0.9 * Apart(12));
    }

    [Fact]
    public void A_graphics_swap_fails_in_a_tenth_of_the_frames_but_never_in_the_first()
    {
        var real = RgbPlanes.From(Faces.Get(1, 32).Rgb, 32);
        var forged = new GraphicsSwap().Forge(Faces.Get(1, 32), Faces.Get(2, 32), 400, 1, new(7));
        var failed = Enumerable.Range(0, 400).Count(frame => forged.Frame(frame).Planes[0].Values.SequenceEqual(real.Planes[0].Values));
        Assert.InRange(failed, 15, 70);
        Assert.Equal(failed, forged.Parameters["failed"]);
        Assert.NotEqual(real.Planes[0].Values, forged.Frame(0).Planes[0].Values);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_clip_keeps_its_choices_and_its_frames_hardly_differ(string family)
    {
        var forged = ForgeryCatalog.Get(family).Forge(Faces.Get(8, Side), Faces.Get(9, Side), 6, 1, new(3));
        var (first, real) = (forged.Frame(0).Planes[1].Values, RgbPlanes.From(Faces.Get(8, Side).Rgb, Side).Planes[1].Values);
        var forgery = Distance(first, real);
        // Expressions move and a graphics swap may fail; the others only shiver.
        if (family is "sbi" or "df" or "nt")
        {
            Assert.True(Distance(first, forged.Frame(5).Planes[1].Values) < Math.Max(0.3, 0.6 * forgery));
        }
        Assert.Equal(first, forged.Frame(0).Planes[1].Values);
        Assert.Equal(1, forged.Parameters["strength"]);
    }

    private static double Distance(float[] a, float[] b) => a.Zip(b, static (x, y) => Math.Abs(x - y)).Average();

    private static double Change(string family, int seed) =>
        Distance(Real(seed).Planes[1].Values, Forge(family, seed).Frame(0).Planes[1].Values);

    private static RgbPlanes Real(int seed) => RgbPlanes.From(Faces.Get(seed, Side).Rgb, Side);

    private static ForgedFace Forge(string family, int seed, double strength = 1) =>
        ForgeryCatalog.Get(family).Forge(Faces.Get(seed, Side), Faces.Get(seed + 20, Side), 4, strength, RandomStream.For(seed, family));
}
