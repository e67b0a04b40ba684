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

    /// <summary>Puts the code into pages of its own, makes it executable, and tells C++ how its frames are unwound.</summary>
    /// <param name="register"><c>__register_frame</c>; 0 for code without such tables.</param>
    /// <param name="size">Of the pages, if more than the code: the rest can be written.</param>
    public static nint Place(MachineCode code, nint register, int size = 0)
    {
        var at = Map(0, (nuint)Math.Max(size, code.Length), Read | Write, PrivateAnonymous, -1, 0);
        if (at == -1)
        {
            throw new Win32Exception();
        }
        Marshal.Copy(code.At(at), 0, at, code.Length);
        Protect(at, code.Length, Read | Execute);
        if (register != 0)
        {
            ((delegate* unmanaged[Cdecl]<nint, void>)register)(at + code.Place("unwind"));
        }
        return at;
    }

    /// <summary>Lets a table of a loaded library be written for a time, in a private copy of its pages.</summary>
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
