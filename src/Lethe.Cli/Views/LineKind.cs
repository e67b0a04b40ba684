namespace Lethe.Cli.Views;

/// <summary>What a line of a <see cref="CompactTable"/> says; decides its colour where there are colours.</summary>
internal enum LineKind
{
    Title,
    Heading,
    Ours,

    /// <summary>Ours, of the paper's own method.</summary>
    Own,
    Paper,
    Note,
}
