namespace Lethe.Data;

/// <summary>One line of <c>lethe data list</c>.</summary>
/// <param name="Location">The folder with the files; null if there is none; "embedded".</param>
public sealed record DataStatus(Manifest Manifest, string? Location)
{
    public bool IsPresent => Location is not null;
}
