using Lethe.Kernel.Outputs;

namespace Lethe.Kernel.Directives;

/// <summary>The documentation of a name, in the front end's pager.</summary>
internal static class DocumentationDirective
{
    public static void Show(DirectiveCall call)
    {
        var name = call.Part.Unquoted;
        if (name.Length == 0)
        {
            throw new DirectiveException("Of which name? For example #!doc Math.Max");
        }
        var (markdown, plain) =
            call.Cells.InspectAsync(name, call.Cancellation).GetAwaiter().GetResult()
            ?? throw new DirectiveException($"Nothing is known of {name} here.");
        call.Output.Page(new(new Dictionary<string, string> { ["text/markdown"] = markdown, [MimeBundle.Plain] = plain }));
    }
}
