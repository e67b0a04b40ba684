using Lethe.Kernel.Outputs;

namespace Lethe.Kernel.Directives;

/// <summary>Shows the rest of the cell as text of one kind.</summary>
internal sealed class TextDirective(string mimeType, params string[] names) : IDirective
{
    public IReadOnlyList<string> Names => names;

    public string Usage => "";

    public string Help => $"Shows what follows as {mimeType}.";

    public bool TakesBody => true;

    public void Run(DirectiveCall call)
    {
        var text = $"{call.Arguments}\n{call.Body}".Trim('\n');
        call.Output.Display(new(new Dictionary<string, string> { [mimeType] = text, [MimeBundle.Plain] = text }), null);
    }
}
