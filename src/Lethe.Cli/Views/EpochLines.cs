using Lethe.Interactive.Runs;
using Lethe.Training;

namespace Lethe.Cli.Views;

/// <summary>A line to stderr for each epoch of a training.</summary>
internal static class EpochLines
{
    /// <param name="name">Before each line.</param>
    public static Relay<TrainingProgress> To(Terminal terminal, string name)
    {
        var epoch = 0;
        return new(progress =>
        {
            if (progress.Step == progress.Steps && progress.Epoch != epoch)
            {
                epoch = progress.Epoch;
                terminal.Error.WriteLine($"{name}: {RunLog.Epoch(progress)}");
            }
        });
    }
}
