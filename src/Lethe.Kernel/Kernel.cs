using System.Diagnostics.CodeAnalysis;
using Lethe.Kernel.Outputs;
using Microsoft.AspNetCore.Html;

namespace Lethe.Kernel;

/// <summary>This kernel under the name that notebooks written for .NET Interactive use, with as much of it as they use. Microsoft's has
/// one for each language; here those that only show text take it, and C# is the cells' own.</summary>
public sealed class Kernel
{
    private static readonly Kernel[] All = [.. TextLanguage.All.Select(static language => new Kernel(language.Names[0])), new("csharp")];

    private Kernel(string name) => Name = name;

    public static Kernel Root { get; } = new(".NET");

    public static Kernel Current => Root;

    public string Name { get; }

    public Kernel RootKernel => Root;

    /// <summary>That of a language; null if there is none.</summary>
    public Kernel? FindKernelByName(string name) => Array.Find(All, kernel => kernel.Name == name);

    /// <summary>Shows text of a language that shows text.</summary>
    /// <exception cref="NotSupportedException">It is code.</exception>
    public Task SendAsync(SubmitCode command, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var name = command.TargetKernelName ?? (this == Root ? "csharp" : Name);
        var language =
            TextLanguage.Find(name)
            ?? throw new NotSupportedException(
                name == "csharp"
                    ? "A cell cannot run C# as a cell of its own while it runs itself: put that code into the next cell."
                    : $"Cells here are C#: there is no kernel named {name}."
            );
        Notebook.Output.Display(language.Shown(command.Code), null);
        return Task.CompletedTask;
    }

    /// <inheritdoc cref="Notebook.display"/>
    [SuppressMessage("Style", "IDE1006", Justification = "The name notebook authors know.")]
    public static ShownValue display(object? value, params string[] mimeTypes) => Notebook.display(value, mimeTypes);

    /// <inheritdoc cref="Notebook.HTML"/>
    public static IHtmlContent HTML(string content) => Notebook.HTML(content);

    /// <inheritdoc cref="Notebook.CSS"/>
    public static void CSS(string content) => Notebook.CSS(content);

    /// <inheritdoc cref="Notebook.Javascript"/>
    public static void Javascript(string scriptContent) => Notebook.Javascript(scriptContent);

    /// <inheritdoc cref="Notebook.GetInputAsync"/>
    public static Task<string> GetInputAsync(string prompt = "", string typeHint = "text") => Notebook.GetInputAsync(prompt, typeHint);

    /// <inheritdoc cref="Notebook.GetPasswordAsync"/>
    public static Task<PasswordString> GetPasswordAsync(string prompt = "") => Notebook.GetPasswordAsync(prompt);
}
