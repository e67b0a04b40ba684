using Lethe.Kernel.Compiling;
using Lethe.Kernel.Outputs;

namespace Lethe.Kernel.Directives;

/// <summary>What a directive may use of the notebook that it stands in.</summary>
internal interface INotebook
{
    CSharpSession Session { get; }

    PackageReferences Packages { get; }

    /// <summary>What relative paths start from.</summary>
    string BaseFolder { get; }

    /// <summary>Runs the C# of a file, or the code cells of a notebook, inside the running cell.</summary>
    /// <exception cref="DirectiveException">There is no such file, it is not readable, or it loads itself.</exception>
    void RunFile(string name, CellOutput output);

    /// <returns>Markdown and plain text about what the code ends with; null if nothing is known.</returns>
    Task<(string Markdown, string Plain)?> InspectAsync(string code, CancellationToken cancellation);

    /// <summary>Says at the end of the running cell how long it took from here.</summary>
    void TimeThisCell();
}
