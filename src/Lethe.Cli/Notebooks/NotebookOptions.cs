using Lethe.Notebooks;

namespace Lethe.Cli.Notebooks;

/// <summary>What all commands that run notebooks let one choose.</summary>
internal static class NotebookOptions
{
    public static Option<string[]> Parameters() =>
        new("--param") { Description = "Sets a variable of the cell tagged 'parameters'; may be repeated.", HelpName = "NAME=VALUE" };

    public static Option<double?> Timeout() => new("--timeout") { Description = "Time limit for one cell.", HelpName = "SECONDS" };

    public static Option<int> Parallel() =>
        new("--parallel")
        {
            Description = "Notebooks to run at a time, each in a process of its own.",
            HelpName = "N",
            DefaultValueFactory = static _ => 1,
        };

    public static Option<bool> Trust() =>
        new("--trust")
        {
            Description =
                "Let pages run the scripts that the notebooks bring. Without it these are taken out, and a page may run only "
                + "the kit's own.",
        };

    public static TimeSpan? Limit(double? seconds) =>
        seconds switch
        {
            null => null,
            <= 0 or > 4_000_000 or double.NaN => throw LetheException.Usage("--timeout takes a number of seconds above 0."),
            { } limit => TimeSpan.FromSeconds(limit),
        };

    public static int AtLeastOne(int parallel) =>
        parallel >= 1 ? parallel : throw LetheException.Usage("--parallel takes a number of at least 1.");

    public static Dictionary<string, string> Pairs(string[]? pairs)
    {
        var values = new Dictionary<string, string>();
        foreach (var pair in pairs ?? [])
        {
            if (pair.Split('=', 2) is not [{ Length: > 0 } name, var value] || !values.TryAdd(name, value))
            {
                throw new NotebookException(
                    NotebookStatus.BadParameter,
                    $"--param takes NAME=VALUE, each name once; '{pair}' is not that."
                );
            }
        }
        return values;
    }
}
