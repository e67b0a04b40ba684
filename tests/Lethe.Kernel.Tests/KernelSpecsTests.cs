using Lethe.Interactive.Formatting;

namespace Lethe.Kernel.Tests;

public sealed class KernelSpecsTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("lethe-kernels").FullName;
    private readonly string? before = Environment.GetEnvironmentVariable("JUPYTER_PATH");

    public KernelSpecsTests() =>
        Environment.SetEnvironmentVariable(
            "JUPYTER_PATH",
            string.Join(Path.PathSeparator, Path.Combine(root, "a"), Path.Combine(root, "b"))
        );

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("JUPYTER_PATH", before);
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public void The_search_path_of_the_environment_comes_first_and_in_order() =>
        Assert.Equal([Path.Combine(root, "a", "kernels"), Path.Combine(root, "b", "kernels")], KernelSpecs.Folders().Take(2));

    [Fact]
    public void A_kernel_is_found_in_the_first_folder_that_holds_a_usable_specification()
    {
        Specify("a", "not JSON");
        Specify("b", """{ "argv": ["dotnet", "kernel.dll", "{connection_file}"] }""");

        Assert.Equal(Path.Combine(root, "b", "kernels", "some"), KernelSpecs.Find("some"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{ "argv": [] }""")]
    [InlineData("""{ "argv": "dotnet" }""")]
    public void A_specification_without_a_command_does_not_count(string json)
    {
        Specify("a", json);

        Assert.Null(KernelSpecs.Find("some"));
    }

    [Fact]
    public void An_installed_kernel_is_found_named_absolutely_and_goes_away_again()
    {
        var folder = KernelSpecs.Install(Path.Combine(root, "b"), "some/Lethe.Cli.dll");

        Assert.Equal(folder, KernelSpecs.Find());
        Assert.Equal(Path.GetFullPath("some/Lethe.Cli.dll"), KernelSpecs.Program(folder));
        using var json = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "kernel.json")));
        Assert.True(Path.IsPathRooted(json.RootElement.GetProperty("argv")[0].GetString()));
        Assert.Equal("message", json.RootElement.GetProperty("interrupt_mode").GetString());
        Assert.Contains("plotly.js", File.ReadAllText(Path.Combine(folder, "plotly.min.js"))[..200], StringComparison.Ordinal);
        Assert.Equal(PlotlyScript.KernelPath, $"kernelspecs/{Path.GetFileName(folder)}/plotly.min.js");
        foreach (var size in (int[])[32, 64])
        {
            using var logo = SkiaSharp.SKBitmap.Decode(Path.Combine(folder, $"logo-{size}x{size}.png"));
            Assert.Equal((size, size), (logo.Width, logo.Height));
        }
        Assert.True(KernelSpecs.Uninstall(Path.Combine(root, "b")));
        Assert.False(KernelSpecs.Uninstall(Path.Combine(root, "b")));
        Assert.Null(KernelSpecs.Find());
    }

    // Its files lie in a folder of their version, which the next update removes; its command stays.
    [Fact]
    public void A_tool_is_named_by_its_command()
    {
        var command = Path.Combine(root, OperatingSystem.IsWindows() ? "lethe.exe" : "lethe");
        var program = Path.Combine(root, ".store", "lethe.cli", "0.1.0", "tools", "Lethe.Cli.dll");
        Assert.Equal(program, KernelSpecs.Program(KernelSpecs.Install(Path.Combine(root, "b"), program)));

        File.WriteAllText(command, "");
        var folder = KernelSpecs.Install(Path.Combine(root, "b"), program);

        Assert.Equal(command, KernelSpecs.Program(folder));
        using var json = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "kernel.json")));
        Assert.Equal(
            [command, "kernel", "start", "{connection_file}"],
            json.RootElement.GetProperty("argv").EnumerateArray().Select(static one => one.GetString())
        );
        Assert.True(Directory.Exists(json.RootElement.GetProperty("env").GetProperty("DOTNET_ROOT").GetString()));
    }

    private void Specify(string folder, string json)
    {
        var path = Directory.CreateDirectory(Path.Combine(root, folder, "kernels", "some")).FullName;
        File.WriteAllText(Path.Combine(path, "kernel.json"), json);
    }
}
