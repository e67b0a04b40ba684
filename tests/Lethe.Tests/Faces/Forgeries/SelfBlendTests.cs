using CsCheck;
using Lethe.Faces;
using Lethe.Faces.Drawn;
using Lethe.Faces.Forgeries;
using Lethe.Imaging;
using Lethe.Runtime;

namespace Lethe.Tests.Faces.Forgeries;

public sealed class SelfBlendTests
{
    private const int Side = 64;
    private static readonly ProceduralFaces Faces = new(20, seed: 9);

    [Fact]
    public void A_pair_differs_in_the_face_and_not_in_the_corner() =>
        Gen.Select(Gen.Int[0, 19], Gen.Bool)
            .Sample(
                (index, known) =>
                {
                    var face = Faces.Get(index, Side);
                    var (fake, real) = SelfBlend.SelfBlendPair(
                        face.Rgb,
                        Side,
                        known ? face.Landmarks : null,
                        RandomStream.For(index, "pair")
                    );
                    Assert.Equal((face.Rgb.Length, face.Rgb.Length), (fake.Length, real.Length));
                    Assert.NotEqual(real, fake);
                    Assert.Equal(real[..6], fake[..6]);
                },
                iter: 20,
                threads: 1
            );

    [Fact]
    public void The_same_stream_makes_the_same_pair()
    {
        var face = Faces.Get(1, Side);
        var (one, two) = (SelfBlend.SelfBlendPair(face.Rgb, Side, null, new(4)), SelfBlend.SelfBlendPair(face.Rgb, Side, null, new(4)));
        Assert.Equal(one.Fake, two.Fake);
        Assert.Equal(one.Real, two.Real);
        Assert.NotEqual(one.Fake, SelfBlend.SelfBlendPair(face.Rgb, Side, null, new(5)).Fake);
    }

    [Fact]
    public void Neither_side_of_the_pair_is_always_the_retouched_one()
    {
        // The real picture is retouched in about half of the pairs, and lit anew in others: it is sometimes nearly the photograph, and
        // often not.
        var face = Faces.Get(2, Side);
        var sharp = Enumerable
            .Range(0, 40)
            .Select(seed => Detail(SelfBlend.SelfBlendPair(face.Rgb, Side, face.Landmarks, new((ulong)seed)).Real))
            .Order()
            .ToArray();
        Assert.True(sharp[4] < 0.8 * sharp[35], $"{sharp[4]:F1} to {sharp[35]:F1}");
    }

    [Fact]
    public void A_mask_reaches_one_and_keeps_to_the_face() =>
        Gen.Int[0, 500]
            .Sample(
                static seed =>
                {
                    var mask = BlendMask.Draw(FaceTemplate.At(96), 96, RandomStream.For(seed, "mask"), static (x, y) => (x, y));
                    Assert.Equal(1, mask.Values.Max());
                    Assert.Equal(0, mask[0, 0] + mask[95, 0] + mask[0, 95] + mask[95, 95]);
                    Assert.InRange(mask.Values.Average(), 0.01, 0.6);
                },
                iter: 30,
                threads: 1
            );

    [Fact]
    public void Retouching_stays_within_its_limits_and_jpeg_gets_worse_with_less_quality()
    {
        var picture = RgbPlanes.From(Faces.Get(3, Side).Rgb, Side);
        Assert.True(Loss(40) > Loss(95));
        Assert.True(Loss(95) < 4);
        Assert.All(
            Enumerable.Range(0, 20),
            seed =>
                Assert.All(
                    Retouch.Source(new((ulong)seed))(picture).Planes,
                    static plane => Assert.All(plane.Values, static value => Assert.InRange(value, -40, 295))
                )
        );

        double Loss(int quality) =>
            Retouch.Jpeg(picture, quality).Planes[1].Values.Zip(picture.Planes[1].Values, static (a, b) => Math.Abs(a - b)).Average();
    }

    private static double Detail(byte[] rgb) => Enumerable.Range(3, rgb.Length - 3).Average(i => Math.Abs(rgb[i] - rgb[i - 3]));
}
