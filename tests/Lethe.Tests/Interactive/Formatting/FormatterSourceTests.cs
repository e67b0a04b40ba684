using System.Reflection;
using System.Reflection.Emit;
using Lethe.Experiments.Tables;
using Lethe.Interactive;
using Lethe.Interactive.Formatting;
using Lethe.Tests.Experiments;
using Microsoft.DotNet.Interactive.Formatting;

namespace Lethe.Tests.Interactive.Formatting;

/// <summary>What a kernel does that has never heard of the kit: it asks the package's own Formatter.</summary>
public sealed class FormatterSourceTests
{
    private static readonly ResultTable Table = TestTables.Utility([TestRecords.Record()], "fashion-mnist", "small", ["resnet18"]);

    [Fact]
    public void Formatting_finds_the_formats_of_a_table_by_itself()
    {
        Assert.Equal([HtmlFormatter.MimeType, PlainTextFormatter.MimeType], Formatter.GetPreferredMimeTypesFor(typeof(ResultTable)));
        Assert.Equal(ResultTableFormat.Html(Table), Table.ToDisplayString(HtmlFormatter.MimeType));
        Assert.Equal(ResultTableFormat.Text(Table), Table.ToDisplayString(PlainTextFormatter.MimeType));
    }

    [Fact]
    public void And_those_of_an_experiments_results()
    {
        var results = new ExperimentResults([], [Table, Table], "runs/small");
        Assert.Equal([HtmlFormatter.MimeType, PlainTextFormatter.MimeType], Formatter.GetPreferredMimeTypesFor(typeof(ExperimentResults)));
        Assert.Equal(ResultTableFormat.Html([Table, Table]), results.ToDisplayString(HtmlFormatter.MimeType));
        Assert.Equal(ResultTableFormat.Text([Table, Table]), results.ToDisplayString(PlainTextFormatter.MimeType));
    }

    [Fact]
    public void And_those_of_a_run()
    {
        using var run = new RunDisplay("a <run>", static _ => static _ => { }, TextWriter.Null, new ManualClock());
        Assert.Equal([HtmlFormatter.MimeType, PlainTextFormatter.MimeType], Formatter.GetPreferredMimeTypesFor(typeof(RunDisplay)));
        Assert.Contains("<strong>a &lt;run&gt;</strong>", run.ToDisplayString(HtmlFormatter.MimeType), StringComparison.Ordinal);
        Assert.Equal("a <run>", run.ToDisplayString(PlainTextFormatter.MimeType));
    }

    [Fact]
    public void A_frame_made_of_a_table_is_shown_as_a_table()
    {
        var frame = Table.ToFrame(); // tells Formatting about frames: they are Deedle's, and carry no attribute
        Assert.Equal(TableFormat.Html(frame), frame.ToDisplayString(HtmlFormatter.MimeType));
        Assert.Equal(TableFormat.Text(frame), frame.ToDisplayString(PlainTextFormatter.MimeType));
    }

    [Fact]
    public void The_attribute_has_the_name_and_the_properties_that_formatting_looks_for()
    {
        var attribute = typeof(ResultTable)
            .GetCustomAttributes(inherit: true)
            .Single(static attribute => attribute.GetType().Name == "TypeFormatterSourceAttribute");
        var source = (Type?)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute);
        Assert.Equal("ResultTableFormatterSource", source?.Name);
        Assert.NotNull(source!.GetMethod("CreateTypeFormatters"));
    }

    // As a host has it that loads packages from where they lie: no name finds the assembly, and there it is.
    [Fact]
    public void It_finds_the_class_in_an_assembly_that_only_its_own_context_knows()
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new("Loaded.Elsewhere"), AssemblyBuilderAccess.Run);
        var type = assembly.DefineDynamicModule("module").DefineType("Formats", TypeAttributes.Public).CreateType();
        Assert.Null(Type.GetType("Formats, Loaded.Elsewhere"));
        Assert.Equal(type, new Lethe.Experiments.TypeFormatterSourceAttribute("Formats, Loaded.Elsewhere").FormatterSourceType);
    }

    [Fact]
    public void Without_lethe_interactive_the_attribute_says_nothing()
    {
        var attribute = new Lethe.Experiments.TypeFormatterSourceAttribute("Nobody, Nowhere");
        Assert.Null(attribute.FormatterSourceType);
        Assert.Null(attribute.PreferredMimeTypes);
    }
}
