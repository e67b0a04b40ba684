using System.Runtime.InteropServices;
using Lethe.Kernel.Outputs;
using Microsoft.CodeAnalysis.CSharp;

namespace Lethe.Kernel.Directives;

/// <summary>Says what runs here.</summary>
internal sealed class AboutDirective : IDirective
{
    public IReadOnlyList<string> Names { get; } = ["#!about"];

    public string Usage => "";

    public string Help => "Says which kernel, compiler and .NET run here.";

    public void Run(DirectiveCall call) =>
        call.Output.Write(
            OutputStream.Standard,
            $"Lethe {KernelVersion.Text}, a C# kernel (Jupyter protocol {KernelVersion.Protocol})\nC# "
                + $"{LanguageVersionFacts.ToDisplayString(Execution.CSharpSession.Parsing.LanguageVersion)}, Roslyn "
                + $"{typeof(CSharpCompilation).Assembly.GetName().Version?.ToString(3)}\n{RuntimeInformation.FrameworkDescription}, "
                + $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}\n{AppContext.BaseDirectory}\n"
        );
}
