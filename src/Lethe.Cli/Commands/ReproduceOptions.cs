using Lethe.Data;
using Lethe.Detection;
using Lethe.Detection.Detectors;
using Lethe.Detection.Objectives;
using Lethe.Detection.Runs;
using Lethe.Detection.Tables;
using Lethe.Erasing;
using Lethe.Erasing.Fashion;
using Lethe.Erasing.Methods;
using Lethe.Erasing.Runs;
using Lethe.Experiments.Runs;
using Lethe.Models;
using Lethe.Unlearning;
using Lethe.Unlearning.Runs;
using static Lethe.Interactive.Runs.Numbers;

namespace Lethe.Cli.Commands;

/// <summary>The options of <c>lethe reproduce</c>, in the order of its help.</summary>
internal sealed class ReproduceOptions
{
    private readonly Argument<string[]> tables = new("TABLE") { Description = KnownTables, Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> profile,
        device,
        precision;
    private readonly Option<string[]> datasets,
        models,
        methods,
        families;
    private readonly Option<int?> seeds;
    private readonly Option<string?> forget,
        settings,
        dataDir,
        sd,
        output;
    private readonly Option<string?>[] ofSd; // concept, instead, erased prompts, kept prompts, pictures, concept pictures
    private readonly Option<bool>? force;

    /// <param name="isPlan">Nothing is computed, and nothing shown as JSON.</param>
    public ReproduceOptions(DocumentedCommand command, bool isPlan = false)
    {
        command.Add(tables);
        profile = command.Text(
            "--profile",
            "smoke (seconds), quick (minutes, no network), small (full data, short recipes) or paper (the paper's recipes).",
            "PROFILE",
            "quick"
        );
        datasets = command.Names(
            "--datasets",
            $"Only these, separated by commas: {List(DatasetCatalog.All.Names)}. [default: the profile's]"
        );
        models = command.Names(
            "--models",
            $"Only these: {List(ModelCatalog.Names)}; for detectors {List(DetectorCatalog.Names)}; for erasing "
                + $"{FashionDiffusion.Name}. [default: the table's]"
        );
        methods = command.Names(
            "--methods",
            $"Only these: {List(UnlearningCatalog.Rows)}; for detectors "
                + $"{List([.. ObjectiveCatalog.Names, TrainingRows.Specialists])}; for erasing {List(ErasingCatalog.Rows)}. "
                + $"[default: the profile's]"
        );
        families = command.Names(
            "--families",
            $"Only these families of forgeries, for detectors: "
                + $"{List(Family.All.Names.Where(static name => name != Family.Average))}. [default: all that the set holds]"
        );
        seeds = command.With(
            CommonOptions.OwnNumber(
                "--seeds",
                "How many seeds, counted from 0. [default: 1; 3 for detectors and erasing, with --sd only at paper]",
                "N",
                1
            )
        );
        forget = command.With(Forget());
        settings = command.Text(
            "--settings",
            "For unlearning: tuned, authors or both. [default: tuned where the kit has tuned settings, else the authors']",
            "WHICH"
        );
        device = command.With(CommonOptions.Device());
        precision = command.With(CommonOptions.Precision());
        dataDir = command.With(CommonOptions.DataDir());
        sd = command.Text(
            "--sd",
            "For erasing: Stable Diffusion v1 from this folder (unet, vae, text_encoder, tokenizer) in place of the small "
                + "model. Its judges are NudeNet, CLIP and Inception, as far as they are on this machine; see 'lethe data list'.",
            "DIR"
        );
        ofSd = StableDiffusionOptions(command);
        output = command.Text("--out", "Where records and report go. [default: runs/PROFILE]", "DIR");
        if (!isPlan)
        {
            Json = command.With(CommonOptions.Json("Write the tables as JSON to stdout, and everything else to stderr."));
            force = command.Flag("--force", "Compute cells again even if they have a record.");
        }
    }

    public static string KnownTables =>
        $"Tables: {List(ExperimentCatalog.Names)}; lau is lau-utility and lau-efficiency; qad and erase are all "
        + $"tables of the same detectors and of the same erased models.";

    public Option<bool>? Json { get; }

    public ExperimentRequest Request(ParseResult given) =>
        new()
        {
            Tables = given.GetRequiredValue(tables),
            Profile = given.GetRequiredValue(profile),
            Datasets = Chosen(given, datasets),
            Models = Chosen(given, models),
            Methods = Chosen(given, methods),
            Choices =
            {
                [DetectionLab.FamiliesChoice] = Chosen(given, families),
                [UnlearningLab.ForgetChoice] = given.GetValue(forget) is { } set ? [set] : null,
                ["settings"] = given.GetValue(settings) is { } which ? [which] : null,
            },
            Seeds = given.GetValue(seeds),
            Device = given.GetRequiredValue(device),
            Precision = given.GetRequiredValue(precision),
            DataDir = given.GetValue(dataDir),
            About = StableDiffusion(given),
            Out = given.GetValue(output) ?? Path.Combine("runs", given.GetRequiredValue(profile)),
            Force = force is not null && given.GetValue(force),
        };

    private static Option<string?> Forget() =>
        new("--forget")
        {
            Description =
                $"What to forget: a class, by number or name; for {List(UnlearningLab.OfAnySet)} also classes:1,8, random:10%:0 (share and "
                + "seed), file:LIST (numbers of training images), subclass:NAME (super-classes are learned). [default: the table's own "
                + "class]",
            HelpName = "SET",
        };

    private static Option<string?>[] StableDiffusionOptions(DocumentedCommand command) =>
        [
            command.Text("--concept", "With --sd: what to erase. [default: nudity]", "TEXT"),
            command.Text("--instead", "With --sd: what replaces it; \"\" for nothing. [default: a person wearing clothes]", "TEXT"),
            command.Text(
                "--erased-prompts",
                "With --sd: prompts whose pictures should change, one a line, or column 'prompt' of a .csv. [default: "
                    + "phrasings of the concept]",
                "FILE"
            ),
            command.Text(
                "--kept-prompts",
                "With --sd: prompts whose pictures should stay the same, likewise. [default: twelve everyday ones]",
                "FILE"
            ),
            command.Text(
                "--pictures",
                "With --sd: real pictures of what should stay, for FID and KID. [default: the original's own]",
                "DIR"
            ),
            command.Text(
                "--concept-pictures",
                "With --sd: real pictures that show the concept, for erase-inversion and erase-attack.",
                "DIR"
            ),
        ];

    private StableDiffusionRequest? StableDiffusion(ParseResult given)
    {
        if (given.GetValue(sd) is not { } folder)
        {
            return ofSd.FirstOrDefault(option => given.GetValue(option) is not null) is { } alone
                ? throw LetheException.Usage(
                    $"{alone.Name} is for Stable Diffusion: name its folder with --sd DIR, or leave it out. The small model's "
                        + $"concept and pictures are fixed."
                )
                : null;
        }
        var usual = new StableDiffusionRequest(folder);
        string?[] values = [.. ofSd.Select(given.GetValue)];
        return usual with
        {
            Concept = values[0] ?? usual.Concept,
            Instead = values[1] ?? usual.Instead,
            ErasedPrompts = values[2],
            KeptPrompts = values[3],
            Pictures = values[4],
            ConceptPictures = values[5],
        };
    }

    private static IReadOnlyList<string>? Chosen(ParseResult given, Option<string[]> option) =>
        given.GetValue(option) is { Length: > 0 } names ? names : null;

    private static string List(IEnumerable<string> names) => string.Join(", ", names);
}
