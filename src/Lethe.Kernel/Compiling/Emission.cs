using Lethe.Kernel.Debugging;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace Lethe.Kernel.Compiling;

/// <summary>A cell's code to an assembly, with what is written into it beforehand.</summary>
internal static class Emission
{
    private static readonly EmitOptions Emitting = new(debugInformationFormat: DebugInformationFormat.PortablePdb);

    /// <summary>
    /// With checks; without, should a form of C# that they do not know keep the code from compiling: better a cell that cannot be stopped
    /// than one that cannot be run. The errors are those of the code as it was typed.
    /// </summary>
    /// <param name="source">To be debugged; should its points keep the code from compiling, the cell runs without them, and the debugger is
    /// not told of it.</param>
    /// <exception cref="CompilationFailedException">The code is not valid.</exception>
    public static CSharpCompilation Emit(
        CSharpCompilation plain,
        DebugSource? source,
        MemoryStream image,
        MemoryStream symbols,
        CancellationToken cancellation
    )
    {
        if (
            source is not null
            && DebugPoints.Insert(plain, source, cancellation) is { } pointed
            && EmitStoppable(pointed, image, symbols, cancellation) is { } debugged
        )
        {
            source.Debugger.Add(source);
            return debugged;
        }
        if (EmitStoppable(plain, image, symbols, cancellation) is { } stoppable)
        {
            return stoppable;
        }
        ThrowIfAny(plain.Emit(image, symbols, options: Emitting, cancellationToken: cancellation).Diagnostics);
        return plain;
    }

    public static void ThrowIfAny(IEnumerable<Diagnostic> diagnostics)
    {
        var errors = diagnostics
            .Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .OrderBy(static error => error.Location.SourceSpan.Start)
            .ToList();
        if (errors.Count > 0)
        {
            throw new CompilationFailedException(errors);
        }
    }

    private static CSharpCompilation? EmitStoppable(
        CSharpCompilation plain,
        MemoryStream image,
        MemoryStream symbols,
        CancellationToken cancellation
    )
    {
        var tree = plain.SyntaxTrees[0];
        var stoppable = plain.ReplaceSyntaxTree(tree, StopChecks.Insert(tree, new(() => plain.GetSemanticModel(tree)), cancellation));
        if (stoppable.Emit(image, symbols, options: Emitting, cancellationToken: cancellation).Success)
        {
            return stoppable;
        }
        image.SetLength(0);
        symbols.SetLength(0);
        return null;
    }
}
