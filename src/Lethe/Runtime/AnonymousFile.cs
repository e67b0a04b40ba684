using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Lethe.Runtime;

/// <summary>A file without a name, in memory (Linux): nobody else can put another in its place, and nothing is left behind.</summary>
internal static partial class AnonymousFile
{
    private const uint CloseOnExec = 1;

    public static SafeFileHandle Of(byte[] content, string label)
    {
        var descriptor = MemfdCreate(label, CloseOnExec);
        if (descriptor < 0)
        {
            throw new IOException(new Win32Exception(Marshal.GetLastPInvokeError()).Message);
        }
        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        RandomAccess.Write(file, content, 0);
        return file;
    }

    public static string PathOf(SafeFileHandle file) => $"/proc/self/fd/{file.DangerousGetHandle()}";

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MemfdCreate(string name, uint flags);
}
