using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Lethe.Kernel.Compiling;
using Lethe.Kernel.Execution;
using Lethe.Kernel.Outputs;
using Lethe.Kernel.Tests.Execution;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Lethe.Kernel.Tests.Compiling;

/// <summary>Assemblies in more than one version. The newer ones are made here, under names that the kit has older.</summary>
public sealed class ReferenceSetTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lethe-references").FullName;
    private readonly CellExecutor cells;

    public ReferenceSetTests() => cells = new(folder);

    public void Dispose()
    {
        cells.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void The_newer_one_wins_for_the_compiler_and_when_cells_run()
    {
        Make("Newtonsoft.Json", "99.0.0.0", "namespace Newtonsoft.Json { public static class News { public static int Of() => 99; } }");

        Assert.Equal("99", Value("#r \"Newtonsoft.Json.dll\"\nNewtonsoft.Json.News.Of()"));
        Assert.Equal("99", Value("var later = 1;\nNewtonsoft.Json.News.Of()"));
    }

    [Fact]
    public void What_needs_the_newer_one_gets_it()
    {
        var made = Make(
            "Newtonsoft.Json",
            "99.0.0.0",
            "namespace Newtonsoft.Json { public static class News { public static int Of() => 98; } }"
        );
        Make("Needs", "1.0.0.0", "public static class Needs { public static int It() => Newtonsoft.Json.News.Of(); }", made);

        Assert.Equal("98", Value("var before = 1;\n#r \"Needs.dll\"\n#r \"Newtonsoft.Json.dll\"\nNeeds.It()"));
    }

    [Fact]
    public void An_older_one_that_cells_use_or_share_stays_and_that_is_said()
    {
        Make("Newtonsoft.Json", "99.0.0.0", "public class A;");
        Make("TorchSharp", "99.0.0.0", "public class B;");

        Assert.Equal("12", Value("typeof(Newtonsoft.Json.JsonConvert).Assembly.GetName().Version.Major"));
        Assert.Contains(
            "cells use it already. Restart the kernel",
            Run("#r \"Newtonsoft.Json.dll\"").Sink.ErrorText,
            StringComparison.Ordinal
        );
        Assert.Contains("the kit and the cells share it", Run("#r \"TorchSharp.dll\"").Sink.ErrorText, StringComparison.Ordinal);
        Assert.Equal("12", Value("typeof(Newtonsoft.Json.JsonConvert).Assembly.GetName().Version.Major"));
    }

    // A reference that the kit's own assemblies ask for, and cells had not until then, makes the compiler read those anew.
    [Fact]
    public void Display_means_one_thing_after_the_kit_is_read_anew()
    {
        Make("NetMQ", "99.0.0.0", "public class C;");

        Assert.Null(Run("var a = 1; a.Display(); display(a);").Outcome.Error);
        Assert.Null(Run("#r \"NetMQ.dll\"\nnew C().ToString()").Outcome.Error);
        var (outcome, sink) = Run("a.Display(); display(2).Update(3); \"x\".DisplayAs(\"text/html\"); HTML(\"<b>y</b>\").Display();");
        Assert.Null(outcome.Error);
        Assert.Equal(["display 1", "display 2", "update 3", "display x", "display [text/html]"], sink.Events);
    }

    [Fact]
    public void A_library_that_knows_a_type_by_its_old_place_is_understood()
    {
        const string Old = "System.Net.ServicePoint";
        Assert.Contains(Old, Forwarders.Names);
        var place = Directory.CreateDirectory(Path.Combine(folder, "old")).FullName;
        var key = AssemblyName.GetAssemblyName(Trusted.Single(static path => Path.GetFileNameWithoutExtension(path) == Old)).GetPublicKey();
        var before = Make(Path.Combine(place, Old), "4.0.0.0", "namespace System.Net { public class ServicePoint; }", key, []);
        Make("Knows", "1.0.0.0", "public static class Knows { public static System.Net.ServicePoint It() => null; }", before);

        Assert.Equal("True", Value("var before = 1;\n#r \"Knows.dll\"\nSystem.Net.ServicePoint point = Knows.It(); point is null"));
    }

    [Fact]
    public void Forwarders_hold_no_types_and_nothing_of_the_kit_refers_to_them()
    {
        string[] tests = ["xunit.", "Microsoft.Playwright", "Microsoft.Testing", "Lethe.Kernel.Tests", "CsCheck"];
        var found = Trusted
            .Where(path => !tests.Any(name => Path.GetFileName(path).StartsWith(name, StringComparison.Ordinal)))
            .ToLookup(static path => Forwarders.Names.Contains(Path.GetFileNameWithoutExtension(path)));
        Assert.Equal(Forwarders.Names.Count, found[true].Count());
        Assert.All(
            found[true],
            static path =>
                Assert.DoesNotContain(true, Read(path, static reader => reader.TypeDefinitions.Select(type => IsPublic(reader, type))))
        );
        Assert.All(found[false], static path => Assert.DoesNotContain(Read(path, References), Forwarders.Names.Contains));
    }

    private static string[] Trusted { get; } = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);

    private static IEnumerable<string> References(MetadataReader reader) =>
        reader.AssemblyReferences.Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name));

    private static bool IsPublic(MetadataReader reader, TypeDefinitionHandle type) =>
        reader.GetTypeDefinition(type).Attributes.HasFlag(TypeAttributes.Public);

    private static List<T> Read<T>(string path, Func<MetadataReader, IEnumerable<T>> what)
    {
        using var file = new PEReader(File.OpenRead(path));
        return [.. what(file.GetMetadataReader())];
    }

    private string Make(string name, string version, string code, params string[] references) =>
        Make(name, version, code, null, references);

    private string Make(string name, string version, string code, byte[]? key, string[] references)
    {
        var path = Path.Combine(folder, name + ".dll");
        var made = CSharpCompilation
            .Create(
                Path.GetFileName(name),
                [CSharpSyntaxTree.ParseText($"[assembly: System.Reflection.AssemblyVersion(\"{version}\")]\n{code}")],
                references.Append(typeof(object).Assembly.Location).Select(static file => MetadataReference.CreateFromFile(file)),
                new(OutputKind.DynamicallyLinkedLibrary, cryptoPublicKey: [.. key ?? []], publicSign: key is not null)
            )
            .Emit(path);
        Assert.True(made.Success, string.Join('\n', made.Diagnostics));
        return path;
    }

    private string Value(string code)
    {
        var (outcome, sink) = Run(code);
        Assert.True(outcome.Error is null, outcome.Error?.Value);
        return sink.Value!.Data[MimeBundle.Plain];
    }

    private (CellOutcome Outcome, RecordingSink Sink) Run(string code) => RecordingSink.Run(cells, code);
}
