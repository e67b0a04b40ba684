using System.IO.Compression;
using System.Security.Cryptography;
using System.Xml.Linq;
using Lethe.Runtime;
using Lethe.Tests.Data;
using Lethe.Tests.Experiments;

namespace Lethe.Tests.Runtime;

public sealed class LibTorchPackageTests : IDisposable
{
    private const string Library = "libtorch_cpu.so";

    private readonly Data.TemporaryFolder folder = new();
    private readonly TemporaryHome home = new();

    // For every restore of this process: MSBuild takes its properties from the environment too.
    private readonly TemporaryVariable sources;

    public LibTorchPackageTests() => sources = new("RestoreSources", Directory.CreateDirectory(folder["feed"]).FullName);

    public void Dispose()
    {
        sources.Dispose();
        home.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void The_list_is_of_the_version_that_is_built_against()
    {
        var packages = XDocument.Load(Path.Combine(Snapshot.Repository, "Directory.Packages.props"));
        Assert.Equal(packages.Descendants("LibTorchVersion").Single().Value, LibTorchPackage.Version);
        Assert.Equal(["linux-x64", "osx-arm64", "win-x64"], LibTorchPackage.All.Select(static package => package.Rid));
    }

    [Fact]
    public void This_systems_libraries_are_those_of_the_list()
    {
        TorchRuntime.Load();
        Assert.SkipUnless(TorchRuntime.LibTorch!.Origin == "restored package", $"libtorch is {TorchRuntime.LibTorch.Origin} here.");
        Assert.All(
            LibTorchPackage.Current!.Files,
            static file =>
            {
                using var library = File.OpenRead(Path.Combine(TorchRuntime.LibTorch!.Path, file.Key));
                Assert.Equal(file.Value, Convert.ToHexStringLower(SHA256.HashData(library)));
            }
        );
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void A_package_is_restored_by_its_name_checked_and_kept()
    {
        Pack("the library"u8.ToArray());
        var package = Package("the library"u8);
        var told = new List<DownloadProgress>();
        package.Restore(new Relay<DownloadProgress>(told.Add), TestContext.Current.CancellationToken);
        Assert.Equal([Library], Directory.EnumerateFileSystemEntries(package.Folder).Select(Path.GetFileName));
        Assert.Equal("the library", File.ReadAllText(Path.Combine(package.Folder, Library)));
        Assert.Equal((0, 1000, $"libtorch-cpu-test {LibTorchPackage.Version}"), (told[0].Done, told[0].Total, told[0].File));
        Assert.Equal(1000, told[^1].Done);

        File.Delete(Assert.Single(Directory.GetFiles(folder["feed"])));
        package.Restore(cancellation: TestContext.Current.CancellationToken); // is there: nobody is asked
        Assert.Equal([], Left(package));
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void Another_file_than_the_known_one_is_refused_and_nothing_kept()
    {
        Pack("something else"u8.ToArray());
        var error = Refused(Package("the library"u8));
        Assert.Equal(ExitCode.BadFile, error.ExitCode);
        Assert.StartsWith(
            $"{Library} of libtorch-cpu-test {LibTorchPackage.Version}, as your package source has it, is not the one",
            error.Message
        );
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void A_package_that_is_nowhere_is_one_sentence_with_what_to_do()
    {
        var error = Refused(Package("the library"u8));
        Assert.Equal(ExitCode.NoDevice, error.ExitCode);
        Assert.DoesNotContain('\n', error.Message);
        Assert.StartsWith(
            $"libtorch is not on this machine, and its package libtorch-cpu-test {LibTorchPackage.Version} cannot be restored: NU1",
            error.Message
        );
        Assert.EndsWith(
            $"Try again with a network, or set LETHE_LIBTORCH to the lib folder of a PyTorch {LibTorchPackage.Version}.",
            error.Message
        );
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void A_restore_that_is_stopped_leaves_nothing()
    {
        Pack("the library"u8.ToArray());
        using var stop = new CancellationTokenSource();
        var package = Package("the library"u8);
        Assert.ThrowsAny<OperationCanceledException>(() =>
            package.Restore(new Relay<DownloadProgress>(_ => stop.CancelAfter(200)), stop.Token)
        );
        Assert.Equal([], Left(package));
        Assert.False(Directory.Exists(package.Folder));
        package.Restore(cancellation: TestContext.Current.CancellationToken);
        Assert.True(Directory.Exists(package.Folder));
    }

    private static LetheException Refused(LibTorchPackage package)
    {
        var error = Assert.Throws<LetheException>(() => package.Restore(cancellation: TestContext.Current.CancellationToken));
        Assert.Equal([], Left(package));
        Assert.False(Directory.Exists(package.Folder));
        return error;
    }

    private static IEnumerable<string?> Left(LibTorchPackage package) =>
        Directory
            .EnumerateFileSystemEntries(Path.GetDirectoryName(package.Folder)!)
            .Where(path => path != package.Folder)
            .Select(Path.GetFileName)
            .Where(static name => name != ".lock");

    private static LibTorchPackage Package(ReadOnlySpan<byte> library) =>
        new("test", 1000, new Dictionary<string, string> { [Library] = Convert.ToHexStringLower(SHA256.HashData(library)) });

    // A package with that library, and one that nobody wants.
    private void Pack(byte[] library)
    {
        var path = folder["feed", $"libtorch-cpu-test.{LibTorchPackage.Version}.nupkg"];
        using var package = ZipFile.Open(path, ZipArchiveMode.Create);
        Add(
            "libtorch-cpu-test.nuspec",
            System.Text.Encoding.UTF8.GetBytes(
                "<package xmlns=\"http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd\"><metadata><id>libtorch-cpu-test</id>"
                    + $"<version>{LibTorchPackage.Version}</version><authors>a</authors><description>d</description></metadata></package>"
            )
        );
        Add($"runtimes/test/native/{Library}", library);
        Add("runtimes/test/native/libtorch_python.so", [1]);

        void Add(string name, byte[] content)
        {
            using var entry = package.CreateEntry(name).Open();
            entry.Write(content);
        }
    }
}
