using Lethe.Tests;

namespace Lethe.Kernel.Tests.Notebooks.Grading;

/// <summary>The command with its sandbox, on what students hand in.</summary>
public sealed class GradeTests : IDisposable
{
    private const string Spy = """
        int total = 6;
        bool Fails(Action act) { try { act(); return false; } catch (Exception) { return true; } }
        if (!Fails(() => new System.Net.Sockets.TcpClient("127.0.0.1", PORT))) total = -1;
        if (File.Exists("ORIGINAL") || Directory.Exists("HANDINS")) total = -2;
        if (System.Diagnostics.Process.GetProcesses().Length > 10) total = -3;
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("lethe-course").FullName;

    public GradeTests()
    {
        Directory.CreateDirectory(In("course"));
        Course.Original().Write(In("course/01_sums.ipynb"));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    [Trait("Speed", "slow")]
    public void Good_and_bad_hand_ins_are_graded_within_their_limits()
    {
        Need.Package(File.Exists("/usr/bin/bwrap"), "bubblewrap", "Hand-ins are run in bubblewrap's sandbox.");
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        HandIn("anna", "int total = xs.Sum();", "string why = \"B\";");
        HandIn("ben", "int total = 5;", null);
        HandIn(
            "spy",
            Spy.Replace("PORT", port, StringComparison.Ordinal)
                .Replace("ORIGINAL", In("course/01_sums.ipynb"), StringComparison.Ordinal)
                .Replace("HANDINS", In("handins"), StringComparison.Ordinal),
            "string why = \"a\";"
        );
        HandIn(
            "hog",
            "int total = 6; var all = new List<byte[]>(); for (;;) { var more = new byte[100_000_000]; Array.Fill(more, "
                + "(byte)1); all.Add(more); }",
            null
        );
        HandIn("suicide", "int total = 6; Environment.Exit(0);", null);
        File.WriteAllText(In("handins/01_sums_eve.ipynb"), "{no");

        var (code, output) = LetheProcess.Run(
            folder,
            "notebook",
            "grade",
            "handins",
            "--from",
            "course",
            "--out",
            "grades.csv",
            "--time",
            "120",
            "--memory",
            "1.5"
        );

        Assert.True(code == 1, output);
        var grades = File.ReadAllLines(In("grades.csv")).ToDictionary(static line => line.Split(',')[0]);
        Assert.Equal(7, grades.Count);
        Assert.StartsWith("anna,01_sums,3,3,100,1 right; 1b right; 2 right,,", grades["anna"], StringComparison.Ordinal);
        Assert.StartsWith("ben,01_sums,0,3,0,", grades["ben"], StringComparison.Ordinal);
        Assert.StartsWith("spy,01_sums,2,3,67,1 right; 1b right; 2 not yet,", grades["spy"], StringComparison.Ordinal);
        Assert.Contains("took more than 1.5 GB", grades["hog"], StringComparison.Ordinal);
        Assert.StartsWith("suicide,01_sums,0,3,0,", grades["suicide"], StringComparison.Ordinal);
        Assert.Contains("is not a notebook", grades["eve"], StringComparison.Ordinal);
        Assert.Contains("Exercise 1: right", File.ReadAllText(In("grades/anna-01_sums.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_handout_is_not_written_over_work()
    {
        Assert.Equal(0, LetheProcess.Run(folder, "notebook", "student", "course/01_sums.ipynb", "--out", "work").Code);
        File.WriteAllText(In("work/01_sums.ipynb"), "work");

        var (code, output) = LetheProcess.Run(folder, "notebook", "student", "course/01_sums.ipynb", "--out", "work");

        Assert.Equal(5, code);
        Assert.Contains("is there already, perhaps with somebody's work", output, StringComparison.Ordinal);
        Assert.Equal("work", File.ReadAllText(In("work/01_sums.ipynb")));
        Assert.Equal(0, LetheProcess.Run(folder, "notebook", "student", "course/01_sums.ipynb", "--out", "work", "--force").Code);
    }

    private string In(string path) => Path.Combine(folder, path);

    private void HandIn(string student, string? first, string? second)
    {
        Directory.CreateDirectory(In($"handins/{student}"));
        Course.HandIn(first, second).Write(In($"handins/{student}/01_sums.ipynb"));
    }
}
