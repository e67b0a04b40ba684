using CsCheck;
using Lethe.Faces;
using Lethe.Faces.Drawn;
using Lethe.Faces.Films;
using Lethe.Faces.Forgeries;
using Lethe.Imaging;
using Lethe.Runtime;

namespace Lethe.Tests.Faces.Forgeries;

public sealed class FilmMakerTests
{
    private static readonly ProceduralFaces Faces = new(20, seed: 2);
    private static readonly FilmOptions Small = new() { Side = 48, Frames = 3 };

    public static TheoryData<string> Families => [.. ForgeryCatalog.Names];

    [Theory]
    [MemberData(nameof(Families))]
    public void The_same_choices_make_the_same_clip_and_another_seed_another(string family)
    {
        var (clip, again, other) = (Make(family, 7), Make(family, 7), Make(family, 8));
        Assert.Equal(clip.Frames, again.Frames);
        Assert.Equal(clip.Mask, again.Mask);
        Assert.Equal(clip.Parameters, again.Parameters);
        Assert.NotEqual(clip.Frames[0], other.Frames[0]);
        Assert.NotEqual(clip.Id, other.Id);
        Assert.True(clip.IsFake);
        Assert.Equal(3, clip.Frames.Count);
        Assert.All(clip.Frames, static frame => Assert.Equal(48 * 48 * 3, frame.Length));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Without_strength_a_forged_clip_is_the_real_one_to_the_bit(string family)
    {
        var (real, forged) = (Make(Film.Real, 7), Make(family, 7, Small with { Strength = 0 }));
        Assert.Equal(real.Frames, forged.Frames);
        Assert.All(forged.Mask!, static value => Assert.Equal(0, value));
        Assert.False(real.IsFake);
        Assert.Null(real.Mask);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Real_and_forged_share_camera_and_noise_outside_the_face(string family)
    {
        var (real, forged) = (Make(Film.Real, 7), Make(family, 7));
        for (var frame = 0; frame < 3; frame++)
        {
            // The top rows, which no mask reaches.
            Assert.Equal(real.Frames[frame][..(4 * 48 * 3)], forged.Frames[frame][..(4 * 48 * 3)]);
            Assert.NotEqual(real.Frames[frame], forged.Frames[frame]);
        }
        Assert.Equal(real.Parameters["camera-turn"], forged.Parameters["camera-turn"]);
    }

    [Fact]
    public void Donors_are_recorded_where_one_is_used()
    {
        var (swap, warp) = (Make("df", 1), Make("f2f", 1));
        Assert.Equal((Faces.Get(5, 32).Identity, 5), (swap.Donor, swap.Parameters["donor"]));
        Assert.Null(warp.Donor);
        Assert.False(warp.Parameters.ContainsKey("donor"));
        Assert.Equal(Faces.Get(4, 32).Identity, warp.Identity);
        Assert.Equal(swap.Id.Length, swap.Id.Count(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'));
    }

    [Fact]
    public void What_makes_no_clip_is_refused()
    {
        Refused(() => FilmMaker.Make(Faces, 1, "df", null, 0, Small));
        Refused(() => FilmMaker.Make(Faces, 1, "fs", 1, 0, Small));
        Refused(() => FilmMaker.Make(Faces, 1, "gan", 2, 0, Small));
        Refused(() => FilmMaker.Make(Faces, 1, Film.Real, null, 0, Small with { Side = 49 }));
        Refused(() => FilmMaker.Make(Faces, 1, Film.Real, null, 0, Small with { Frames = 0 }));

        static void Refused(Action make) => Assert.Equal(ExitCode.Usage, Assert.Throws<LetheException>(make).ExitCode);
    }

    [Fact]
    public void Noise_has_its_spread_and_half_of_it_stays_from_frame_to_frame()
    {
        var camera = new Camera(new FilmOptions { Side = 96, Motion = 0 }, 5, FaceTemplate.At(96));
        var (one, two) = (Film(0), Film(1));
        var variance = one.Average(static value => value * value);
        Assert.Equal(0, one.Average(), 0.05);
        // Rounding to whole numbers adds 1/12.
        Assert.Equal(2.25 + (1.0 / 12), variance, 0.1);
        Assert.Equal(2.25 / 2, one.Zip(two, static (a, b) => a * b).Average(), 0.07);

        double[] Film(int frame) => [.. camera.Film(Grey(96), frame).Select(static value => value - 100.0)];
    }

    [Fact]
    public void A_camera_at_rest_without_noise_shows_the_picture_itself()
    {
        var face = Faces.Get(0, 48);
        var camera = new Camera(Small with { Motion = 0, Noise = 0 }, 1, face.Landmarks);
        Assert.Equal(face.Rgb, camera.Film(RgbPlanes.From(face.Rgb, 48), 2));
        Assert.Throws<ArgumentException>(() => camera.Film(Grey(32), 0));
    }

    [Fact]
    public void The_hand_is_steady_within_its_limits() =>
        Gen.Int[0, 1000]
            .Sample(
                static seed =>
                {
                    const int Side = 64;
                    var camera = new Camera(new FilmOptions { Side = Side, Noise = 0 }, seed, FaceTemplate.At(Side));
                    var slope = Plane.Of(Side, static (x, _) => 2 * x + 20);
                    for (var frame = 0; frame < 16; frame += 5)
                    {
                        // The picture's middle neither turns nor grows: it shifts by 3 pixels of 256 at most, and light changes by 2 %.
                        var seen = camera.Film(new(slope, slope, slope), frame)[3 * ((Side / 2 * Side) + (Side / 2))];
                        Assert.InRange(seen, ((2 * (32 - 0.8) + 20) * 0.98) - 1, ((2 * (32 + 0.8) + 20) * 1.02) + 1);
                    }
                    Assert.InRange(camera.Parameters["camera-zoom"], 0, 0.02);
                    Assert.InRange(camera.Parameters["camera-turn"], 0, 2 * Math.PI / 180);
                },
                iter: 20,
                threads: 1
            );

    [Fact]
    public void Frames_move()
    {
        var clip = Make(Film.Real, 3, Small with { Noise = 0 });
        Assert.NotEqual(clip.Frames[0], clip.Frames[2]);
    }

    private static Film Make(string family, int seed, FilmOptions? options = null) =>
        FilmMaker.Make(Faces, 4, family, 5, seed, options ?? Small);

    private static RgbPlanes Grey(int side) =>
        new(Plane.Of(side, static (_, _) => 100), Plane.Of(side, static (_, _) => 100), Plane.Of(side, static (_, _) => 100));
}
