namespace Lethe.Cli.Doctor;

/// <summary>The NVIDIA cards that the driver knows, whether torch can use them or not. TorchSharp tells their number, not their
/// names.</summary>
internal static class NvidiaDevices
{
    private const string Folder = "/proc/driver/nvidia/gpus";

    /// <summary>In the order of their bus addresses; empty where there is no driver, or on another system than Linux.</summary>
    public static IReadOnlyList<string> Names()
    {
        try
        {
            return !Directory.Exists(Folder)
                ? []
                :
                [
                    .. from card in Directory.GetDirectories(Folder).Order(StringComparer.Ordinal)
                    from line in File.ReadLines(Path.Combine(card, "information"))
                    where line.StartsWith("Model:", StringComparison.Ordinal)
                    select line["Model:".Length..].Trim(),
                ];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
