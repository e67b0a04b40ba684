namespace Lethe.Kernel;

/// <summary>Found by its namespace alone: after a <c>#r</c>, cells may know the kit's assemblies anew, and what an earlier cell has
/// imported by type would be there twice.</summary>
public static class NotebookExtensions
{
    /// <inheritdoc cref="Notebook.display"/>
    /// <remarks>The formatters' library has a method of this name in <c>System</c>; the span makes this the better one.</remarks>
    public static ShownValue Display(this object? value, params ReadOnlySpan<string> mimeTypes) =>
        Notebook.display(value, mimeTypes.ToArray());
}
