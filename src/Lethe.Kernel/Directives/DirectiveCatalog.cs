using System.Runtime.InteropServices;
using Lethe.Kernel.Compiling;
using Lethe.Kernel.Outputs;
using Microsoft.CodeAnalysis.CSharp;

namespace Lethe.Kernel.Directives;

/// <summary>Every directive. A new one is a line here, and a file if it does much.</summary>
internal static class DirectiveCatalog
{
    public static IReadOnlyList<Directive> All { get; } =
    [
        new(["#!csharp", "#!cs", "#!c#"], "", "What follows is C#.", static _ => { }),
        new(["#r"], "\"nuget: NAME, VERSION\"", "Adds a NuGet package, or an assembly: #r \"path.dll\".", ReferenceDirectives.Add),
        new(["#i"], "\"nuget: FOLDER\"", "Adds a folder or feed that later #r \"nuget: …\" lines look in.", ReferenceDirectives.AddSource),
        new(["#load"], "\"file.cs\"", "Runs a file of C# as if it stood here.", RunFile),
        new(["#!import"], "FILE", "Runs a file of C# (.cs, .csx), or the code cells of a notebook (.ipynb).", RunFile),
        new(["#!time"], "", "Says how long the cell took.", static call => call.Cells.TimeThisCell()),
        new(["#!who"], "", "Lists the names of all variables.", VariableDirectives.Names),
        new(["#!whos"], "", "Shows a table of all variables: name, type, value.", VariableDirectives.Table),
        new(["#!doc"], "NAME", "Shows the documentation of a name: #!doc Math.Max.", DocumentationDirective.Show),
        new(["#!about"], "", "Says which kernel, compiler and .NET run here.", static call => call.Write(About)),
        new(["#!lsmagic", "#!help"], "", "Lists all directives.", static call => call.Write(string.Concat(All!.Select(Line)))),
        Text("text/html", "#!html"),
        Text("text/markdown", "#!markdown"),
        Text("application/javascript", "#!javascript", "#!js"),
        new(["#!mermaid"], "", "Shows what follows as a Mermaid diagram.", ShowMermaid) { TakesBody = true },
    ];

    public static Directive? Find(string name) =>
        All.FirstOrDefault(directive => directive.Names.Contains(name, StringComparer.OrdinalIgnoreCase));

    private static string About =>
        $"Lethe {KernelVersion.Text}, a C# kernel (Jupyter protocol {KernelVersion.Protocol})\n"
        + $"C# {CSharpSession.Parsing.LanguageVersion.ToDisplayString()}, "
        + $"Roslyn {typeof(CSharpCompilation).Assembly.GetName().Version?.ToString(3)}\n"
        + $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}\n"
        + $"{AppContext.BaseDirectory}\n";

    private static string Line(Directive directive) => $"{$"{directive.Names[0]} {directive.Usage}", -32} {directive.Help}\n";

    private static void RunFile(DirectiveCall call) => call.Cells.RunFile(call.Part.Unquoted, call.Output);

    private static Directive Text(string mimeType, params string[] names) =>
        new(
            names,
            "",
            $"Shows what follows as {mimeType}.",
            call => call.Output.Display(MimeBundle.OfText($"{call.Part.Arguments}\n{call.Part.Body}".Trim('\n'), mimeType), null)
        )
        {
            TakesBody = true,
        };

    // Drawn where the front end draws diagrams in Markdown (JupyterLab 4.1, VS Code); as text elsewhere.
    private static void ShowMermaid(DirectiveCall call) =>
        call.Output.Display(
            new(
                new Dictionary<string, string>
                {
                    ["text/vnd.mermaid"] = call.Part.Body,
                    ["text/markdown"] = $"```mermaid\n{call.Part.Body}\n```",
                    [MimeBundle.Plain] = call.Part.Body,
                }
            ),
            null
        );
}
