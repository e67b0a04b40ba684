using Lethe.Kernel.Outputs;

namespace Lethe.Kernel.Directives;

/// <summary>Shows the rest of the cell as a Mermaid diagram where the front end draws them in Markdown (JupyterLab 4.1, VS Code); as text
/// elsewhere.</summary>
internal sealed class MermaidDirective : IDirective
{
    public IReadOnlyList<string> Names { get; } = ["#!mermaid"];

    public string Usage => "";

    public string Help => "Shows what follows as a Mermaid diagram.";

    public bool TakesBody => true;

    public void Run(DirectiveCall call) =>
        call.Output.Display(
            new(
                new Dictionary<string, string>
                {
                    ["text/vnd.mermaid"] = call.Body,
                    ["text/markdown"] = $"```mermaid\n{call.Body}\n```",
                    [MimeBundle.Plain] = call.Body,
                }
            ),
            null
        );
}
