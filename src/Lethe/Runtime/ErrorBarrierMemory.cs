using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Lethe.Runtime;

/// <summary>Pages for machine code: written first, run afterwards, never both at a time.</summary>
internal static unsafe partial class ErrorBarrierMemory
{
    private const int Read = 1,
        Write = 2,
        Execute = 4,
        PrivateAnonymous = 0x22;

    /// <returns>Pages that can be written.</returns>
    /// <exception cref="Win32Exception">The system gives none.</exception>
    public static nint Reserve(int size)
    {
        var at = Map(0, (nuint)size, Read | Write, PrivateAnonymous, -1, 0);
        return at == -1 ? throw new Win32Exception() : at;
    }

    /// <summary>Copies the code to its address, makes it executable, and tells C++ how its frames are unwound.</summary>
    /// <param name="code">What is to run.</param>
    /// <param name="at">The address that it was made for, from <see cref="Reserve"/>.</param>
    /// <param name="register"><c>__register_frame</c></param>
    public static void Install(ErrorBarrierMachineCode code, nint at, nint register)
    {
        var size = code.Bytes.Length;
        code.Bytes.CopyTo(new Span<byte>((void*)at, size));
        Protect(at, size, Read | Execute);
        if (code.UnwindTable > 0)
        {
            ((delegate* unmanaged[Cdecl]<nint, void>)register)(at + code.UnwindTable);
        }
    }

    /// <summary>Lets a table of a loaded library be written for the time of <paramref name="write"/>. A private copy of its pages is made
    /// by that.</summary>
    public static void Rewrite(nint first, nint end, Action write)
    {
        var start = first / Environment.SystemPageSize * Environment.SystemPageSize;
        Protect(start, (int)(end - start), Read | Write);
        write();
        Protect(start, (int)(end - start), Read);
    }

    private static void Protect(nint address, int size, int access)
    {
        if (ChangeProtection(address, (nuint)size, access) != 0)
        {
            throw new Win32Exception(); // says what the system says
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint size, int access, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int ChangeProtection(nint address, nuint size, int access);
}
