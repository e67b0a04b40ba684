using System.Numerics;
using CsCheck;
using Lethe.Faces;
using Lethe.Faces.Finders;
using Lethe.Imaging;

namespace Lethe.Tests.Faces.Finders;

public sealed class FoundFaceTests
{
    private static readonly FivePoints Upright = new(new(-30, 0), new(30, 0), new(0, 35), new(-25, 65), new(25, 65));

    private static readonly Gen<Matrix3x2> Similarity =
        from angle in Gen.Float[-3.1f, 3.1f]
        from scale in Gen.Float[0.2f, 5]
        from x in Gen.Float[-500, 500]
        from y in Gen.Float[-500, 500]
        select Matrix3x2.CreateScale(scale) * Matrix3x2.CreateRotation(angle) * Matrix3x2.CreateTranslation(x, y);

    [Fact]
    public void The_outline_is_convex_clockwise_from_the_left_ear_and_holds_every_point() =>
        Similarity.Sample(turn =>
        {
            var landmarks = Of(Move(Upright, turn)).Landmarks()!;
            var outline = landmarks.Outline;
            for (var i = 0; i < outline.Count; i++)
            {
                var (a, b, c) = (outline[i], outline[(i + 1) % outline.Count], outline[(i + 2) % outline.Count]);
                // Clockwise with y downwards: every turn is to the right.
                Assert.True(Cross(b - a, c - b) > 0);
                Assert.All(
                    (Vector2[])
                        [
                            landmarks.LeftEye,
                            landmarks.RightEye,
                            landmarks.Nose,
                            landmarks.LeftMouth,
                            landmarks.RightMouth,
                            landmarks.LeftBrow,
                            landmarks.RightBrow,
                        ],
                    point => Assert.True(Cross(b - a, point - a) > 0)
                );
            }
        });

    [Fact]
    public void Upright_the_outline_starts_at_the_left_and_goes_over_the_forehead()
    {
        var landmarks = Of(Upright).Landmarks()!;
        Assert.Equal(landmarks.Outline.Min(static point => point.X), landmarks.Outline[0].X, 3);
        Assert.True(landmarks.Outline[6].Y < landmarks.LeftBrow.Y && landmarks.LeftBrow.Y < landmarks.LeftEye.Y);
        Assert.True(landmarks.Outline[18].Y > landmarks.LeftMouth.Y);
    }

    [Fact]
    public void Profiles_mirrored_and_impossible_faces_have_none()
    {
        Assert.Null(new FoundFace(new(0, 0, 10, 10), 1, null).Landmarks());
        Assert.Null(Of(new(new(30, 0), new(-30, 0), new(0, 35), new(25, 65), new(-25, 65))).Landmarks());
        Assert.Null(Of(new(new(-5, 0), new(5, 0), new(0, 35), new(-4, 65), new(4, 65))).Landmarks());
        Assert.Null(Of(new(default, default, default, default, default)).Landmarks());
        Assert.Null(Of(new(new(float.NaN, 0), new(30, 0), new(0, 35), new(-25, 65), new(25, 65))).Landmarks());
    }

    private static FoundFace Of(FivePoints points) => new(new(0, 0, 10, 10), 1, points);

    internal static FivePoints Move(FivePoints points, Matrix3x2 by) =>
        points.All.Select(point => Vector2.Transform(point, by)).ToArray() is [var a, var b, var c, var d, var e]
            ? new(a, b, c, d, e)
            : throw new InvalidOperationException();

    private static float Cross(Vector2 a, Vector2 b) => (a.X * b.Y) - (a.Y * b.X);
}
