namespace Lethe.Faces.Forgeries;

/// <summary>A family of pseudo-forgeries: made by arithmetic, they carry the kind of traces that a published method leaves.</summary>
public interface IForgery
{
    /// <summary>As in <see cref="ForgeryCatalog.Names"/>.</summary>
    string Name { get; }

    string Title { get; }

    /// <summary>Which published methods leave such traces.</summary>
    string Imitates { get; }

    bool NeedsDonor { get; }

    /// <summary>Draws what stays the same in a clip, and the small unrest of each frame.</summary>
    /// <param name="donor">Whose face is put in, of the same side; ignored unless <see cref="NeedsDonor"/>.</param>
    /// <param name="strength">1 as published; 0 changes nothing.</param>
    ForgedFace Forge(FaceImage face, FaceImage? donor, int frames, double strength, RandomStream random);
}
