using System.IO.MemoryMappedFiles;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;

namespace Lethe.Kernel.Compiling;

/// <summary>
/// Assemblies as Roslyn reads them, mapped into memory: it looks at few pages of the 180 files that a cell might use, while its own
/// <c>MetadataReference.CreateFromFile</c> reads them all first (half a second of the kernel's start).
/// </summary>
internal static class MappedMetadata
{
    /// <exception cref="BadImageFormatException">The file is not a .NET assembly.</exception>
    public static unsafe PortableExecutableReference Reference(string path)
    {
        // Never unmapped: compilations refer to it as long as the process lives.
        using var file = MemoryMappedFile.CreateFromFile(
            new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1),
            null,
            0,
            MemoryMappedFileAccess.Read,
            HandleInheritability.None,
            leaveOpen: false
        );
        var view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        using var image = new PEReader(start, checked((int)new FileInfo(path).Length));
        if (!image.HasMetadata)
        {
            throw new BadImageFormatException($"{path} holds no metadata.");
        }
        var metadata = image.GetMetadata();
        var module = ModuleMetadata.CreateFromMetadata((nint)metadata.Pointer, metadata.Length, view.Dispose);
        return AssemblyMetadata.Create(module).GetReference(new AssemblyDocumentation(path), filePath: path, display: path);
    }
}
