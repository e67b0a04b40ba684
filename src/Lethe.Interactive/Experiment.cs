using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;
using Lethe.Runtime;

namespace Lethe.Interactive;

/// <summary>Experiments from a cell: what <c>lethe reproduce</c> does, with its progress in the notebook.</summary>
public static class Experiment
{
    /// <summary>
    /// Computes the cells of a table that have no record yet, and shows how far it is: <c>Experiment.Run("lau-utility", methods:
    /// ["original", "retrain", "lau"])</c>.
    /// Interrupted, it keeps what it has; run again, it goes on from there.
    /// </summary>
    /// <param name="table">See <see cref="ExperimentCatalog.Names"/>.</param>
    /// <param name="profile">smoke, quick, small or paper.</param>
    /// <param name="folder">Of the records; <c>runs/PROFILE</c> if not said.</param>
    /// <param name="datasets">Only these; else the profile's.</param>
    /// <param name="models">Only these; else all four.</param>
    /// <param name="methods">Only these; else the profile's.</param>
    /// <param name="seeds">How many, counted from 0; if not said, the experiment's own number.</param>
    /// <param name="device"><c>auto</c>, <c>cpu</c> or <c>cuda</c>.</param>
    /// <exception cref="LetheException">Something was asked for that is not there, or the folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The cell was interrupted.</exception>
    public static ExperimentResults Run(
        string table,
        string profile = "quick",
        string? folder = null,
        IReadOnlyList<string>? datasets = null,
        IReadOnlyList<string>? models = null,
        IReadOnlyList<string>? methods = null,
        int? seeds = null,
        string device = "auto"
    ) =>
        Run(
            new ExperimentRequest
            {
                Tables = [table],
                Profile = profile,
                Out = folder ?? Path.Combine("runs", profile),
                Datasets = datasets,
                Models = models,
                Methods = methods,
                Seeds = seeds,
                Device = device,
            }
        );

    /// <summary>The same tables from the records that come with the kit: nothing is computed. For experiments that take longer than a page
    /// wants to.</summary>
    /// <param name="table">See <see cref="ExperimentCatalog.Names"/>.</param>
    /// <param name="profile">quick or small.</param>
    /// <param name="folder">Of results/; the profile's own if not said.</param>
    /// <exception cref="LetheException">No such table, or the kit has no records of it.</exception>
    public static ExperimentResults Kit(string table, string profile = "quick", string? folder = null)
    {
        var store = KitRecords.Open(folder ?? profile);
        var records = store.Latest().ToList();
        var tables = ExperimentCatalog.Show(records, ExperimentCatalog.Tables([table]));
        return tables.Count > 0
            ? new(
                [
                    .. records.Where(record =>
                        tables.Any(shown =>
                            shown.Experiment == record.Cell.Experiment
                            && shown.Dataset == record.Cell.Dataset
                            && shown.Profile == record.Cell.Profile
                        )
                    ),
                ],
                [.. tables.Select(shown => shown with { Origin = shown.Origin with { Folder = $"results/{folder ?? profile}" } })],
                store.Folder
            )
            : throw LetheException.NotFound(
                $"The kit has no records of {table} at {profile}. Compute them: lethe reproduce {table} --profile {profile}"
            );
    }

    /// <summary>The same for a request with all its choices.</summary>
    /// <param name="cancellation">If not said, the running cell's.</param>
    /// <exception cref="LetheException">Something was asked for that is not there, or the folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The cell was interrupted.</exception>
    public static ExperimentResults Run(ExperimentRequest request, CancellationToken cancellation = default)
    {
        TorchRuntime.Load();
        var stop = cancellation.CanBeCanceled ? cancellation : NotebookHost.Cancellation?.Invoke() ?? CancellationToken.None;
        var names = ExperimentCatalog.Tables(request.Tables);
        var records = RunDisplay.Show(
            $"{string.Join(", ", request.Tables)} ({request.Profile})",
            display =>
            {
                using var runner = new ExperimentRunner(request) { Progress = display };
                var ids = runner.Plan().Select(static cell => cell.Id).ToHashSet();
                display.Expect(ids.Count);
                runner.Run(stop);
                return runner.Records.Latest().Where(record => ids.Contains(record.Id)).ToList();
            }
        );
        return new(
            records,
            [
                .. ExperimentCatalog
                    .Show(records, names, request.Models)
                    .Select(table => table with { Origin = table.Origin with { Folder = request.Out } }),
            ],
            request.Out
        );
    }
}
