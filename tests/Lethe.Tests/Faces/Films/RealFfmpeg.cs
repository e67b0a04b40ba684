using Lethe.Faces.Films;

namespace Lethe.Tests.Faces.Films;

/// <summary>The ffmpeg of this machine; without one the test is skipped and says so. LETHE_REQUIRE_CLIENTS=1 makes that a
/// failure.</summary>
internal static class RealFfmpeg
{
    public static Ffmpeg Find()
    {
        try
        {
            return Ffmpeg.Find();
        }
        catch (Lethe.Runtime.LetheException error)
        {
            Need.Package(false, "ffmpeg", error.Message);
            throw;
        }
    }
}
