using System.CommandLine;
using Lethe.Cli.Options;
using Lethe.Cli.Output;
using Lethe.Cli.Views;
using Lethe.Data;
using Lethe.Detection;
using Lethe.Detection.Detectors;
using Lethe.Detection.Objectives;
using Lethe.Detection.Tables;
using Lethe.Erasing;
using Lethe.Erasing.Fashion;
using Lethe.Erasing.Methods;
using Lethe.Erasing.Runs;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Interactive.Runs;
using Lethe.Models;
using Lethe.Runtime;
using Lethe.Unlearning;
using static Lethe.Interactive.Runs.Numbers;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe reproduce TABLE...</c>: computes the cells of tables that have no record yet, and prints the tables.</summary>
internal static class ReproduceCommand
{
    private static string Known =>
        $"Tables: {string.Join(", ", ExperimentCatalog.Names)}; lau is lau-utility and lau-efficiency; qad and erase are all "
        + $"tables of the same detectors and of the same erased models.";

    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "reproduce",
            "Computes the cells of one or more tables that have no record yet, and prints the tables beside the published ones. " + Known,
            ("lethe reproduce lau", "both tables at quick: embedded images, narrow networks, minutes on two cores"),
            ("lethe reproduce lau --profile small --datasets cifar10 --models resnet18", "the real architecture on the whole data set"),
            ("lethe reproduce lau-utility --methods original,retrain,lau --seeds 3", "some methods, mean and spread over three seeds"),
            ("lethe reproduce lau-pgd lau-double-softmax", "two of the paper's ablations"),
            ("lethe reproduce qad", "deepfake detectors for every quality: four trainings, five families of forgeries, three seeds"),
            ("lethe reproduce erase", "a concept erased from the small text-to-image model by five methods, three seeds, in minutes"),
            (
                "lethe reproduce erase --sd stable-diffusion-v1-4 --profile paper --pictures coco",
                "the paper's own model, on a GPU: nudity erased, FID to real pictures; takes days"
            ),
            ("lethe reproduce lau --json > lau.json", "for a program")
        );
        var tables = new Argument<string[]>("TABLE") { Description = Known, Arity = ArgumentArity.OneOrMore };
        var profile = CommonOptions.Text(
            "--profile",
            "smoke (seconds), quick (minutes, no network), small (full data, short recipes) or paper (the paper's recipes).",
            "PROFILE",
            "quick"
        );
        var datasets = CommonOptions.List(
            "--datasets",
            $"Only these, separated by commas: {List(DatasetCatalog.All.Names)}. [default: the profile's]",
            "NAMES"
        );
        var models = CommonOptions.List(
            "--models",
            $"Only these: {List(ModelCatalog.Names)}; for detectors {List(DetectorCatalog.Names)}; for erasing "
                + $"{FashionDiffusion.Name}. [default: the table's]",
            "NAMES"
        );
        var methods = CommonOptions.List(
            "--methods",
            $"Only these: {List(UnlearningCatalog.Rows)}; for detectors "
                + $"{List([.. ObjectiveCatalog.Names, TrainingRows.Specialists])}; for erasing {List(ErasingCatalog.Rows)}. "
                + $"[default: the profile's]",
            "NAMES"
        );
        var families = CommonOptions.List(
            "--families",
            $"Only these families of forgeries, for detectors: "
                + $"{List(Family.All.Names.Where(static name => name != Family.Average))}. [default: all that the set holds]",
            "NAMES"
        );
        var seeds = CommonOptions.OwnNumber(
            "--seeds",
            "How many seeds, counted from 0. [default: 1; 3 for detectors and erasing, with --sd only at paper]",
            "N",
            1
        );
        var forget = new Option<int?>("--forget")
        {
            Description = "The class to forget, counted from 0. [default: the table's own]",
            HelpName = "CLASS",
            CustomParser = CommonOptions.WholeNumber,
        };
        var device = CommonOptions.Device();
        var precision = CommonOptions.Precision();
        var dataDir = CommonOptions.DataDir();
        var sd = new Option<string?>("--sd")
        {
            Description =
                "For erasing: Stable Diffusion v1 from this folder (unet, vae, text_encoder, tokenizer) in place of the small "
                + "model. Its judges are NudeNet, CLIP and Inception, as far as they are on this machine; see 'lethe data "
                + "list'.",
            HelpName = "DIR",
        };
        var concept = new Option<string?>("--concept") { Description = "With --sd: what to erase. [default: nudity]", HelpName = "TEXT" };
        var instead = new Option<string?>("--instead")
        {
            Description = "With --sd: what replaces it; \"\" for nothing. [default: a person wearing clothes]",
            HelpName = "TEXT",
        };
        var erased = new Option<string?>("--erased-prompts")
        {
            Description =
                "With --sd: prompts whose pictures should change, one a line, or column 'prompt' of a .csv. [default: "
                + "phrasings of the concept]",
            HelpName = "FILE",
        };
        var kept = new Option<string?>("--kept-prompts")
        {
            Description = "With --sd: prompts whose pictures should stay the same, likewise. [default: twelve everyday ones]",
            HelpName = "FILE",
        };
        var pictures = new Option<string?>("--pictures")
        {
            Description = "With --sd: real pictures of what should stay, for FID and KID. [default: the original's own]",
            HelpName = "DIR",
        };
        var conceptPictures = new Option<string?>("--concept-pictures")
        {
            Description = "With --sd: real pictures that show the concept, for erase-inversion and erase-attack.",
            HelpName = "DIR",
        };
        var output = new Option<string?>("--out")
        {
            Description = "Where records and report go. [default: runs/PROFILE]",
            HelpName = "DIR",
        };
        var json = CommonOptions.Json("Write the tables as JSON to stdout, and everything else to stderr.");
        var force = new Option<bool>("--force") { Description = "Compute cells again even if they have a record." };
        command.Add(tables);
        foreach (
            var option in (Option[])
                [
                    profile,
                    datasets,
                    models,
                    methods,
                    families,
                    seeds,
                    forget,
                    device,
                    precision,
                    dataDir,
                    sd,
                    concept,
                    instead,
                    erased,
                    kept,
                    pictures,
                    conceptPictures,
                    output,
                    json,
                    force,
                ]
        )
        {
            command.Add(option);
        }
        command.SetAction(
            (parsed, cancellation) =>
                Task.FromResult(
                    (int)Run(
                        terminal,
                        new()
                        {
                            Tables = parsed.GetRequiredValue(tables),
                            Profile = parsed.GetRequiredValue(profile),
                            Datasets = Chosen(parsed.GetValue(datasets)),
                            Models = Chosen(parsed.GetValue(models)),
                            Methods = Chosen(parsed.GetValue(methods)),
                            Families = Chosen(parsed.GetValue(families)),
                            Seeds = parsed.GetValue(seeds),
                            ForgetClass = parsed.GetValue(forget),
                            Device = parsed.GetRequiredValue(device),
                            Precision = parsed.GetRequiredValue(precision),
                            DataDir = parsed.GetValue(dataDir),
                            About = StableDiffusion(
                                parsed.GetValue(sd),
                                parsed.GetValue(concept),
                                parsed.GetValue(instead),
                                parsed.GetValue(erased),
                                parsed.GetValue(kept),
                                parsed.GetValue(pictures),
                                parsed.GetValue(conceptPictures)
                            ),
                            Out = parsed.GetValue(output) ?? Path.Combine("runs", parsed.GetRequiredValue(profile)),
                            Force = parsed.GetValue(force),
                        },
                        parsed.GetValue(json),
                        cancellation
                    )
                )
        );
        return command;
    }

    private static StableDiffusionRequest? StableDiffusion(
        string? folder,
        string? concept,
        string? instead,
        string? erased,
        string? kept,
        string? pictures,
        string? conceptPictures
    )
    {
        if (folder is null)
        {
            var alone = ((string? Value, string Name)[])
                [
                    (concept, "--concept"),
                    (instead, "--instead"),
                    (erased, "--erased-prompts"),
                    (kept, "--kept-prompts"),
                    (pictures, "--pictures"),
                    (conceptPictures, "--concept-pictures"),
                ];
            return alone.FirstOrDefault(static option => option.Value is not null) is { Name: { } name }
                ? throw LetheException.Usage(
                    $"{name} is for Stable Diffusion: name its folder with --sd DIR, or leave it out. The small model's "
                        + $"concept and pictures are fixed."
                )
                : null;
        }
        var usual = new StableDiffusionRequest(folder);
        return usual with
        {
            Concept = concept ?? usual.Concept,
            Instead = instead ?? usual.Instead,
            ErasedPrompts = erased,
            KeptPrompts = kept,
            Pictures = pictures,
            ConceptPictures = conceptPictures,
        };
    }

    private static ExitCode Run(Terminal terminal, ExperimentRequest request, bool asJson, CancellationToken cancellation)
    {
        TorchRuntime.Load();
        var screen = asJson ? terminal.ErrorScreen : terminal.Screen; // with --json stdout is for the tables alone
        // The runner takes its listener when it is made, before it can be known how many cells there are to show.
        IProgress<ExperimentEvent>? target = null;
        using var runner = new ExperimentRunner(request) { Progress = new Relay<ExperimentEvent>(value => target?.Report(value)) };
        var plan = runner.Plan();
        var state = new RunState($"{string.Join(", ", request.Tables)} ({request.Profile})", plan.Count, TimeProvider.System);
        var networks = new FinishedNetworks(screen, plan, request.Tables, runner.Records.Latest);
        if (Terminal.IsLive(screen))
        {
            LiveRun.Show(
                screen,
                state,
                progress =>
                {
                    target = progress;
                    return runner.Run(cancellation);
                },
                networks.Report
            );
        }
        else
        {
            var log = new RunLog(screen.Profile.Out.Writer);
            target = new Relay<ExperimentEvent>(happened =>
            {
                state.Apply(happened);
                log.Report(happened);
                networks.Report(happened);
            });
            runner.Run(cancellation);
        }
        var ids = plan.Select(static cell => cell.Id).ToHashSet();
        var records = runner.Records.Latest().Where(record => ids.Contains(record.Id)).ToList();
        screen.Profile.Out.Writer.WriteLine(Summary(state, ids.Count, records, runner.Records.Folder));
        ResultOutput.Write(terminal, screen, request, records, asJson);
        return state.Failed > 0 ? ExitCode.Failed : ExitCode.Ok;
    }

    private static string Summary(RunState state, int cells, List<RunRecord> records, string folder)
    {
        if (state.Computed == 0 && records.Count == cells)
        {
            return Invariant($"Nothing to compute: all {cells} cells have records (--force recomputes).");
        }
        var missing = cells - records.Count;
        return Invariant($"Computed {state.Computed} of {cells} cells in {Span(state.Elapsed)}")
            + (state.Failed == 0 ? "" : Invariant($", {state.Failed} of them failed (the same command tries them again)"))
            + (missing == 0 ? "" : Invariant($", {missing} are being computed by another process"))
            + $"; records are in {folder}.";
    }

    private static string List(IEnumerable<string> names) => string.Join(", ", names);

    private static string[]? Chosen(string[]? names) => names is { Length: > 0 } ? names : null;
}
