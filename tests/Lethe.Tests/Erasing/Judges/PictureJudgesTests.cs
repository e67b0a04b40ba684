using Lethe.Data;
using Lethe.Erasing.Judges;
using Lethe.Runtime;
using Lethe.Tests.Training;

namespace Lethe.Tests.Erasing.Judges;

public sealed class PictureJudgesTests
{
    [Fact]
    public void What_is_not_there_is_named_and_what_is_broken_is_refused()
    {
        using var folder = new TemporaryFolder();
        var options = new DataOptions { Cache = folder.Path };
        using (var none = PictureJudges.Open(options))
        {
            Assert.Empty(none.Judges);
            Assert.Null(none.Inception);
            Assert.Equal(["nudenet", "clip-vit-l14", "fid-inception"], none.Missing);
        }
        Directory.CreateDirectory(folder.File("nudenet"));
        File.WriteAllText(folder.File("nudenet/320n.onnx"), "<!DOCTYPE html>");
        Assert.Equal(ExitCode.BadFile, Assert.Throws<LetheException>(() => PictureJudges.Open(options)).ExitCode);
    }
}
