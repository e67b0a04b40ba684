using Lethe.Data;
using Lethe.Runtime;
using Lethe.Tests.Data;
using Lethe.Unlearning.Forgetting;

namespace Lethe.Tests.Unlearning.Forgetting;

public sealed class ImageListTests : IDisposable
{
    private readonly Lethe.Tests.Data.TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Numbers_are_training_images_and_the_same_images_the_same_set()
    {
        using var data = ForgetSetTests.Data();
        var split = Of("# asked for on Monday\n3\n\n 1 \n63\n").Split(data);
        Assert.Equal((split.Name, 3, 61, 0, 32), ForgetSetTests.Sizes(split));
        Assert.Matches("^file:[0-9a-f]{16}$", split.Name);
        Assert.True(split.TestIsWhole);
        using var labels = split.ForgetTrain.Labels();
        Assert.Equal([1, 3, 3], labels.data<long>().ToArray());
        Assert.Equal(split.Name, Of("63\r\n1\r\n3").Identity(data)); // in any order, whatever the file is called
        Assert.NotEqual(split.Name, Of("63\n1\n").Identity(data));
        Assert.Equal(ForgetKind.List, ForgetSet.KindOf(split.Name));
    }

    [Theory]
    [InlineData("", "names no image")]
    [InlineData("# nothing\n", "names no image")]
    [InlineData("1\n2\n1\n", "line 3: 1 is named twice")]
    [InlineData("64\n", "line 1: there is no training image 64; toy has 0 to 63")]
    [InlineData("-1\n", "line 1: '-1' is neither the number of a training image")]
    [InlineData("1\n1.5\n", "line 2: '1.5' is neither the number")]
    [InlineData("99999999999999999999\n", "is neither the number")]
    [InlineData("\u001b[31m3\n", "is neither the number")]
    public void A_list_is_not_trusted(string text, string because)
    {
        using var data = ForgetSetTests.Data();
        var error = Assert.Throws<LetheException>(() => Of(text).Split(data));
        Assert.Equal(ExitCode.BadFile, error.ExitCode);
        Assert.Contains(because, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.DoesNotContain('\u001b', error.Message);
    }

    [Fact]
    public void All_images_or_an_endless_line_are_refused_and_so_is_a_list_that_is_not_there()
    {
        using var data = ForgetSetTests.Data();
        var all = string.Join('\n', Enumerable.Range(0, 64));
        Assert.Contains("some must be left", Assert.Throws<LetheException>(() => Of(all).Split(data)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "line 2 is too long",
            Assert.Throws<LetheException>(() => Of($"1\n{new string('2', 2000)}").Split(data)).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(
            ExitCode.NotFound,
            Assert.Throws<LetheException>(() => ForgetSet.Parse($"file:{folder["nowhere"]}").Split(data)).ExitCode
        );
    }

    [Fact]
    public void A_list_without_an_end_is_refused()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "no such file on this system");
        using var data = ForgetSetTests.Data();
        var error = Assert.Throws<LetheException>(() => ForgetSet.Parse("file:/dev/zero").Split(data));
        Assert.Equal("/dev/zero is too long for a list.", error.Message);
    }

    [Fact]
    public void Photographs_are_named_by_their_files()
    {
        foreach (var name in (string[])["Ann", "Dan"])
        {
            for (var i = 0; i < 10; i++)
            {
                folder.Write($"people/{name}/{i}.png", ImageFolderTests.Png(16, 16, 0xFF00FF00));
            }
        }
        using var data = DatasetCatalog.LoadFolder(folder["people"], 8);
        var files = data.Train.Files!;
        Assert.Equal(18, files.Count);
        var split = Of($"{files[0]}\n{files[17]}\n").Split(data);
        Assert.Equal(2, split.ForgetTrain.Count);
        Assert.Equal(split.Name, Of("0\n17\n").Identity(data));
        var tested = data.Test.Files![0];
        Assert.Contains(
            "a file set aside for testing is none",
            Assert.Throws<LetheException>(() => Of($"{tested}\n").Split(data)).Message,
            StringComparison.Ordinal
        );
    }

    private ForgetSet Of(string text)
    {
        File.WriteAllText(folder["list.txt"], text);
        return ForgetSet.Parse($"file:{folder["list.txt"]}");
    }
}
