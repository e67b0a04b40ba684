using System.Reflection;

namespace Lethe.Tests.Experiments;

/// <summary>
/// Compares what is shown with a file in the Snapshots folder of an area of the tests. A mismatch leaves NAME.received.txt beside it: look
/// at it, and if it is right, let it take the place of NAME.txt.
/// </summary>
internal static class Snapshot
{
    public static string Repository { get; } =
        Path.GetFullPath(
            typeof(Snapshot).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Repository").Value!
        );

    public static void Match(string text, string name, string area = "Experiments")
    {
        var folder = Path.Combine(Repository, "tests", typeof(Snapshot).Assembly.GetName().Name!, area, "Snapshots");
        var (expected, received) = (Path.Combine(folder, $"{name}.txt"), Path.Combine(folder, $"{name}.received.txt"));
        text = text.ReplaceLineEndings("\n");
        if (File.Exists(expected) && File.ReadAllText(expected).ReplaceLineEndings("\n") == text)
        {
            File.Delete(received);
            return;
        }
        File.WriteAllText(received, text);
        Assert.Fail($"{name} is not as in {expected}: compare it with {received}.");
    }
}
