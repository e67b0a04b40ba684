using System.Numerics;
using Lethe.Faces;
using Lethe.Faces.Films;
using Lethe.Tests.Faces.Films;

namespace Lethe.Tests.Faces.Sets;

/// <summary>Textures with the places of a face.</summary>
internal sealed class TestFaces(int count) : IFaceSource
{
    public string Name => "test";

    public string Title => "Textures";

    public int Count => count;

    public FaceImage Get(int index, int side)
    {
        Vector2 At(double x, double y) => new((float)(x * side), (float)(y * side));
        return new(
            $"person-{index}",
            TestFilms.Make($"{index}", side, 1).Frames[0],
            side,
            new(
                At(0.4, 0.4),
                At(0.6, 0.4),
                At(0.5, 0.55),
                At(0.42, 0.7),
                At(0.58, 0.7),
                At(0.4, 0.3),
                At(0.6, 0.3),
                [At(0.25, 0.5), At(0.5, 0.15), At(0.75, 0.5), At(0.5, 0.9)]
            )
        );
    }

    public static Film Make(int identity, string family, int? donor, int seed) =>
        TestFilms.Make($"{identity}-{family}", 32, 4, seed, family) with
        {
            Identity = $"person-{identity}",
            Donor = donor is null ? null : $"person-{donor}",
            Mask = family == Film.Real ? null : new byte[32 * 32],
        };
}
