using Lethe.Detection.Verdicts;
using Lethe.Runtime;
using SkiaSharp;

namespace Lethe.Tests.Detection.Verdicts;

public sealed class ExamineRequestTests(TestPackage trained) : IClassFixture<TestPackage>
{
    [Fact]
    public void One_call_detects_and_explains()
    {
        var folder = Directory.CreateTempSubdirectory("lethe-examine-").FullName;
        try
        {
            var picture = Path.Combine(folder, "blue.png");
            File.WriteAllBytes(picture, TestPictures.Plain(SKColors.Blue));
            var told = new List<ExamineProgress>();
            var request = new ExamineRequest
            {
                Paths = [picture, Path.Combine(folder, "nowhere.png")],
                Model = trained.Path,
                Explain = Path.Combine(folder, "pages"),
                Options = new()
                {
                    Whole = true,
                    Jpeg = [50],
                    Crf = [],
                },
            };
            var result = request.Run(new Relay<ExamineProgress>(told.Add), TestContext.Current.CancellationToken);
            Assert.Equal((2, Verdict.Fake, ExitCode.Failed), (result.Asked, result.Files[0].Verdict, result.Code));
            Assert.Empty(result.Files[0].Frames[0].Faces[0].Crop);
            Assert.Equal((0, 2), (told[0].File, told[0].Files));
            Assert.Contains("001-blue.html", File.ReadAllText(result.Pages!), StringComparison.Ordinal);
            Assert.Throws<LetheException>(() => (request with { Paths = [folder + "/none"] }).Run());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
