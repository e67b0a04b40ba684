namespace Lethe.Runtime;

/// <summary>The functions that a 64-bit little-endian ELF library exports (its <c>.dynsym</c> section).</summary>
internal static class ElfFunctions
{
    private const uint SectionTypeDynamicSymbols = 11;
    private const int EntrySize = 24,
        FunctionType = 2,
        FirstReservedSection = 0xff00;

    /// <param name="Name">As the linker knows it.</param>
    /// <param name="Address">Relative to where the library is loaded.</param>
    /// <param name="AddressField">Where that very number stands once the library is loaded, relative likewise.</param>
    public readonly record struct Function(string Name, ulong Address, long AddressField);

    /// <exception cref="InvalidDataException">A table lies outside the file.</exception>
    public static IEnumerable<Function> Of(ElfImage image)
    {
        foreach (var section in image.Sections(SectionTypeDynamicSymbols))
        {
            for (var at = 0L; at <= section.Size - EntrySize; at += EntrySize)
            {
                // Elf64_Sym: name u32, info u8, other u8, section u16, value u64, size u64.
                var entry = section.Offset + at;
                var home = image.U16(entry + 6);
                if ((image.U8(entry + 4) & 0xf) == FunctionType && home is > 0 and < FirstReservedSection)
                {
                    yield return new(image.Text(section.Strings + image.U32(entry)), image.U64(entry + 8), section.Address + at + 8);
                }
            }
        }
    }
}
