using System.Reflection;
using Microsoft.CodeAnalysis.CSharp;

namespace Lethe.Kernel.Compiling;

/// <summary>A compiled cell, or a part of one between two directives.</summary>
/// <param name="Code">As it was typed.</param>
/// <param name="References">How many of the session's references it knows.</param>
/// <param name="Assembly">What was loaded; null if there was nothing to compile but usings.</param>
/// <param name="Run">Takes the objects of all earlier submissions, puts its own among them and returns its last expression's
/// value.</param>
/// <param name="HasValue">True if what it has returned is the value of an expression that it ends with.</param>
internal sealed record Submission(
    CSharpCompilation Compilation,
    string Code,
    int References,
    Assembly? Assembly,
    Func<object?[], Task<object?>> Run,
    Func<object?, bool> HasValue
);
