using Lethe.Runtime;

namespace Lethe.Faces.Forgeries;

/// <summary>A family of pseudo-forgeries: made by arithmetic, they carry the kind of traces that a published method leaves.</summary>
public interface IForgery
{
    /// <summary>As in <see cref="ForgeryCatalog.Names"/>.</summary>
    string Name { get; }

    /// <summary>For tables and figures.</summary>
    string Title { get; }

    /// <summary>Which published methods leave such traces.</summary>
    string Imitates { get; }

    /// <summary>Whether someone else's face is put in.</summary>
    bool NeedsDonor { get; }

    /// <summary>Draws what stays the same in a clip, and the small unrest of each frame.</summary>
    /// <param name="face">To be forged.</param>
    /// <param name="donor">Whose face is put in, of the same side; ignored unless <see cref="NeedsDonor"/>.</param>
    /// <param name="frames">Of the clip.</param>
    /// <param name="strength">1 as published; 0 changes nothing.</param>
    /// <param name="random">Decides all of it.</param>
    ForgedFace Forge(FaceImage face, FaceImage? donor, int frames, double strength, RandomStream random);
}
