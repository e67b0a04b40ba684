using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Lethe.Kernel.Compiling;

/// <summary>A cell that is not C#.</summary>
public sealed class CompilationFailedException : Exception
{
    internal CompilationFailedException(IReadOnlyList<Diagnostic> errors)
        : base(string.Join('\n', errors.Select(static error => $"{error.Id}: {error.GetMessage(CultureInfo.InvariantCulture)}"))) =>
        Errors = errors;

    internal IReadOnlyList<Diagnostic> Errors { get; }
}
