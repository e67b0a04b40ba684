using Lethe.Data;
using Lethe.Experiments.Runs;
using Lethe.Runtime;
using Lethe.Tests.Data;
using Lethe.Unlearning.Runs;

namespace Lethe.Tests.Unlearning.Runs;

public sealed class ForgottenClassTests : IDisposable
{
    private readonly Lethe.Tests.Data.TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_data_set_forgets_its_own_class_unless_another_is_chosen()
    {
        using var people = People("Ann", "Colin_Powell", "Dan");
        Assert.Equal(1, ForgottenClass.Of(Request(), people));
        Assert.Equal(2, ForgottenClass.Of(Request("2"), people));
        using var sample = DatasetCatalog.Load(FashionMnist.SampleName);
        Assert.Equal(UnlearningLab.UsualForgetClass, ForgottenClass.Of(Request(), sample));
    }

    [Fact]
    public void Where_its_own_class_is_not_there_the_usual_number_is_meant()
    {
        using var people = People("Ann", "Dan");
        Assert.Equal(UnlearningLab.UsualForgetClass, ForgottenClass.Of(Request(), people));
    }

    [Theory]
    [InlineData("bag")]
    [InlineData("1,2")]
    public void What_is_no_number_is_refused(string chosen)
    {
        using var people = People("Ann", "Dan");
        Assert.Equal(ExitCode.Usage, Assert.Throws<LetheException>(() => ForgottenClass.Of(Request(chosen.Split(',')), people)).ExitCode);
    }

    private ExperimentRequest Request(params string[] forget) =>
        new()
        {
            Tables = ["lau"],
            Profile = "smoke",
            Out = folder["runs"],
            Choices = forget.Length == 0 ? new() : new() { [UnlearningLab.ForgetChoice] = forget },
        };

    private DatasetPair People(params string[] names)
    {
        foreach (var name in names)
        {
            for (var i = 0; i < 20; i++)
            {
                folder.Write($"lfw/{name}/{i}.png", ImageFolderTests.Png(16, 16, 0xFF00FF00));
            }
        }
        return DatasetCatalog.Load("lfw", new(folder.Path, 8));
    }
}
