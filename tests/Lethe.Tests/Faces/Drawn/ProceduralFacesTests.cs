using System.Numerics;
using CsCheck;
using Lethe.Faces;
using Lethe.Faces.Drawn;
using Lethe.Imaging;
using Lethe.Runtime;

namespace Lethe.Tests.Faces.Drawn;

public sealed class ProceduralFacesTests
{
    [Fact]
    public void The_same_person_every_time_whoever_was_drawn_before()
    {
        var face = new ProceduralFaces(5, seed: 3).Get(2, 48);
        var faces = new ProceduralFaces(9, seed: 3);
        _ = faces.Get(7, 32);
        var again = faces.Get(2, 48);
        Assert.Equal(face.Rgb, again.Rgb);
        Assert.Equal(face.Identity, again.Identity);
        Assert.Equal(face.Landmarks.Outline, again.Landmarks.Outline);
        Assert.NotEqual(face.Rgb, new ProceduralFaces(5, seed: 4).Get(2, 48).Rgb);
    }

    [Fact]
    public void People_differ()
    {
        var faces = new ProceduralFaces(8);
        var people = Enumerable.Range(0, 8).Select(index => faces.Get(index, 48)).ToArray();
        Assert.Equal(8, people.Select(static face => face.Identity).Distinct().Count());
        for (var i = 0; i < 8; i++)
        {
            for (var j = 0; j < i; j++)
            {
                // Inside the face, so that it is not the background that differs.
                var difference = Enumerable
                    .Range(0, 48 * 48 * 3)
                    .Where(static at => at / 3 % 48 is > 14 and < 34 && at / 144 is > 14 and < 40)
                    .Average(at => Math.Abs(people[i].Rgb[at] - people[j].Rgb[at]));
                Assert.True(difference > 2, $"{i} and {j} differ by {difference:F1} only");
            }
        }
    }

    [Fact]
    public void Parts_lie_inside_a_convex_outline_and_grow_with_the_picture() =>
        Gen.Select(Gen.Int[0, 999], Gen.Int[32, 64])
            .Sample(
                (index, side) =>
                {
                    var faces = new ProceduralFaces(1000, seed: 11);
                    var (marks, doubled) = (faces.Get(index, side).Landmarks, faces.Get(index, 2 * side).Landmarks);
                    Vector2[] parts =
                    [
                        marks.LeftEye,
                        marks.RightEye,
                        marks.Nose,
                        marks.LeftMouth,
                        marks.RightMouth,
                        marks.LeftBrow,
                        marks.RightBrow,
                    ];
                    Assert.All(parts, part => Assert.All(Sides(marks.Outline, part), static distance => Assert.True(distance > 0)));
                    Assert.All(
                        marks.Outline,
                        corner => Assert.All(Sides(marks.Outline, corner), static distance => Assert.True(distance > -1e-3))
                    );
                    Assert.All(marks.Outline, corner => Assert.True(corner.X > 0 && corner.Y > 0 && corner.X < side && corner.Y < side));
                    Assert.True(
                        marks.LeftEye.X < marks.Nose.X
                            && marks.Nose.X < marks.RightEye.X
                            && marks.LeftBrow.Y < marks.LeftEye.Y
                            && marks.Nose.Y < marks.LeftMouth.Y
                    );
                    Assert.True(Vector2.Distance(2 * marks.LeftMouth, doubled.LeftMouth) < 1e-3f * side);
                },
                iter: 20,
                threads: 1
            );

    [Fact]
    public void Landmarks_are_where_the_parts_are_painted()
    {
        var faces = new ProceduralFaces(20);
        for (var index = 0; index < 20; index++)
        {
            var face = faces.Get(index, 128);
            var (cheek, pupil) = (
                Light(face, (face.Landmarks.LeftEye + face.Landmarks.LeftMouth) / 2),
                Light(face, face.Landmarks.LeftEye)
            );
            Assert.True(pupil < 0.75f * cheek, $"face {index}: pupil {pupil:F0}, cheek {cheek:F0}");
        }
    }

    [Fact]
    public void A_small_picture_is_a_large_one_seen_from_afar()
    {
        var faces = new ProceduralFaces(3);
        var (large, small) = (RgbPlanes.From(faces.Get(1, 128).Rgb, 128), RgbPlanes.From(faces.Get(1, 64).Rgb, 64));
        var shrunk = large.Each(static plane => Sampling.Shrink(plane, 64));
        Assert.True(small.Planes[1].Values.Zip(shrunk.Planes[1].Values, static (a, b) => Math.Abs(a - b)).Average() < 4);
    }

    [Theory]
    [InlineData(0, 64)]
    [InlineData(5, 31)]
    [InlineData(5, 1025)]
    public void What_cannot_be_drawn_is_refused(int count, int side) =>
        Assert.Equal(ExitCode.Usage, Assert.Throws<LetheException>(() => new ProceduralFaces(count).Get(0, side)).ExitCode);

    // How far a point is inside each edge of a clockwise polygon.
    private static IEnumerable<float> Sides(IReadOnlyList<Vector2> polygon, Vector2 point) =>
        polygon.Select(
            (corner, i) =>
            {
                var (along, away) = (Vector2.Normalize(polygon[(i + 1) % polygon.Count] - corner), point - corner);
                return (along.X * away.Y) - (along.Y * away.X);
            }
        );

    private static double Light(FaceImage face, Vector2 place)
    {
        var at = 3 * (((int)place.Y * face.Side) + (int)place.X);
        return (face.Rgb[at] + face.Rgb[at + 1] + face.Rgb[at + 2]) / 3.0;
    }
}
