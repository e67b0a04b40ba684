using Lethe.Runtime;

namespace Lethe.Tests.Detection.Faces;

/// <summary>Tests that look for faces are skipped where OpenCV does not load, unless <c>LETHE_REQUIRE_CLIENTS</c> asks for it.</summary>
internal static class OpenCv
{
    public static void Need()
    {
        try
        {
            OpenCvRuntime.Load();
        }
        catch (LetheException error)
        {
            Assert.SkipWhen(Environment.GetEnvironmentVariable("LETHE_REQUIRE_CLIENTS") != "1", error.Message);
            throw;
        }
    }
}
