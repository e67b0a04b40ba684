using Lethe.Faces.Films;
using Lethe.Faces.Finders;
using Lethe.Faces.Published;
using Lethe.Runtime;

namespace Lethe.Tests.Faces.Published;

public sealed class FacePlacesTests
{
    private static readonly RealSetOptions Options = new()
    {
        Families = ["x"],
        Frames = 4,
        Size = 8,
    };

    [Fact]
    public void A_frame_without_a_face_takes_the_place_of_the_nearest()
    {
        // Frames 0 and 3 show one, at 10 and at 40.
        var places = FacePlaces.Find(
            Frames(4),
            null,
            new Scripted([
                [Face(10)],
                [],
                [],
                [Face(40)],
            ]),
            Options
        );
        Assert.Equal((2, 8, 8, 38, 38), (places.Parameters["faces_found"], places[0].Left, places[1].Left, places[2].Left, places[3].Left));
    }

    [Fact]
    public void Less_than_half_is_not_enough() =>
        Assert.Equal(
            ExitCode.BadFile,
            Assert
                .Throws<LetheException>(static () =>
                    FacePlaces.Find(
                        Frames(4),
                        null,
                        new Scripted([
                            [Face(10)],
                            [],
                            [],
                            [],
                        ]),
                        Options
                    )
                )
                .ExitCode
        );

    [Fact]
    public void The_face_under_the_mask_is_taken_before_the_largest()
    {
        var mask = Frames(1)[0];
        for (var y = 0; y < 60; y++)
        {
            mask.Rgb.AsSpan(3 * ((y * 60) + 40), 3 * 12).Fill(255);
        }
        Assert.Equal(
            38,
            FacePlaces
                .Find(
                    Frames(1),
                    [mask],
                    new Scripted([
                        [Face(5, 20), Face(40)],
                    ]),
                    Options
                )[0]
                .Left
        );
        // Black from edge to edge: nothing is known.
        Assert.Equal(
            2,
            FacePlaces
                .Find(
                    Frames(1),
                    Frames(1),
                    new Scripted([
                        [Face(5, 20), Face(40)],
                    ]),
                    Options
                )[0]
                .Left
        );
    }

    [Fact]
    public void To_align_points_are_needed() =>
        Assert.Equal(
            ExitCode.BadFile,
            Assert
                .Throws<LetheException>(static () =>
                    FacePlaces.Find(
                        Frames(1),
                        null,
                        new Scripted([
                            [Face(10)],
                        ]),
                        Options with
                        {
                            Align = true,
                        }
                    )
                )
                .ExitCode
        );

    private static VideoFrame[] Frames(int count) =>
        [.. Enumerable.Range(0, count).Select(static i => new VideoFrame(i, 60, 60, new byte[3 * 60 * 60]))];

    // 1.3 times 10 is 13: the square starts 1.5 pixels before the box, rounded to even.
    private static FoundFace Face(int left, int side = 10) => new(new(left, 20, side, side), 1, null);

    private sealed class Scripted(IReadOnlyList<FoundFace>[] answers) : IFaceFinder
    {
        private int next;

        public string Name => "scripted";

        public IReadOnlyList<FoundFace> Find(ReadOnlySpan<byte> rgb, int width, int height) => answers[next++];

        public void Dispose() { }
    }
}
