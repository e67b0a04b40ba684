using System.Diagnostics;
using System.Globalization;
using Lethe.Cli.Options;
using Lethe.Cli.Output;
using Lethe.Cli.Views;
using Lethe.Erasing;
using Lethe.Erasing.Fashion;
using Lethe.Erasing.Judges;
using Lethe.Erasing.Methods;
using Lethe.Erasing.Reports;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Interactive.Runs;
using Lethe.Runtime;
using static TorchSharp.torch;

namespace Lethe.Cli.Erase;

/// <summary>One call of <c>lethe erase</c>. Everything that can be refused is refused before the folder is made.</summary>
internal sealed class EraseRun(Terminal terminal, EraseRequest request, CancellationToken cancellation)
{
    // Most methods have done what they can to the small model by then; its weights move a thousand times faster than Stable Diffusion's.
    private const int SmallIterations = 60;

    private const int ShownSeeds = 4,
        ShownNeighbours = 4;

    private readonly EraseFolder folder = new(request.Out);

    public ExitCode Run()
    {
        var (concept, instead) = Words();
        var (method, own) = Method();
        folder.RequireWritable();
        var device = Devices.Parse(request.Device);
        var precision = Precisions.Parse(request.Precision, device);
        using var scope = NewDisposeScope();
        using var opened = EraseModel.Open(request.Model, device);
        opened.Model.UNet.Precision = precision;
        var prompts = Prompts(opened, concept, instead);
        var recipe = Recipe(own, opened.World is not null);
        ErasingMemory.RequireTraining(opened.Model, method, recipe);
        if (opened.World is null)
        {
            PictureJudges.Open().Dispose(); // a broken one is refused now, not after hours; none takes memory while the network is trained
        }
        var student = opened.Model.UNet.Copy();
        try
        {
            var task = new ErasingTask(opened.Model, student, concept, instead)
            {
                Recipe = recipe,
                Seed = request.Seed,
                Prompts = Pairs(concept, instead),
                CheckpointFile = method.Recipe.Iterations > 0 ? folder.Checkpoint : null,
                Cancellation = cancellation,
            }.Checked();
            var numbers = ParameterGroup.Get(recipe.Group).Of(student).Values.Sum(static weight => weight.numel());
            var done = folder.Resume(task, method, request.Force);
            LetheHome.Ensure(folder.Path);
            var (result, grid) = new EraseProgress(terminal.ErrorScreen).Show(progress =>
            {
                var provenance = Provenance.Capture(
                    device.ToString(),
                    precision.Name(),
                    opened.Title,
                    isStandIn: false,
                    Devices.Hardware(device)
                );
                var seconds = Erase(task, method, done, progress, provenance);
                student.Dispose(); // a large network is not kept a third time
                var clock = Stopwatch.StartNew();
                using var judges = opened.World is null ? PictureJudges.Open(device: device) : null;
                var (meter, measures, columns) = Measure(opened, prompts, judges, progress);
                var made = new EraseResult
                {
                    Model = opened.Title,
                    ModelName = request.Model,
                    Concept = concept,
                    Instead = instead,
                    Method = method,
                    Recipe = recipe,
                    Seed = request.Seed,
                    Measures = measures,
                    MissingJudges = judges?.Missing ?? [],
                    Steps = meter.Steps,
                    Scale = meter.Scale,
                    KeepsOwnPrompts = opened.World is null && request.Keep.Count == 0,
                    ErasingSeconds = seconds,
                    MeasuringSeconds = clock.Elapsed.TotalSeconds,
                    Provenance = provenance,
                    Numbers = numbers,
                    AllNumbers = opened.Model.UNet.parameters().Sum(static weight => weight.numel()),
                    Bytes = new FileInfo(folder.Unfinished).Length,
                };
                return (made, BeforeAfterGrid.Png(columns));
            });
            Show(result, grid);
            return ExitCode.Ok;
        }
        finally
        {
            student.Dispose();
        }
    }

    private (string Concept, string Instead) Words()
    {
        var (concept, instead) = (
            request.Concept?.Trim()
                ?? throw LetheException.Usage("What is to be erased? Name it with --concept. See 'lethe erase --help'."),
            request.Instead?.Trim()
                ?? throw LetheException.Usage(
                    "What should replace it? Say it with --instead; \"\" is the null prompt. See 'lethe erase --help'."
                )
        );
        return concept.Length == 0 ? throw LetheException.Usage("There is no concept to erase: --concept is empty.")
            : concept.Equals(instead, StringComparison.OrdinalIgnoreCase)
                ? throw LetheException.Usage($"'{concept}' would replace itself: nothing would change. Name something else with --instead.")
            : (concept, instead);
    }

    // The method with its settings, and its recipe with those that are the recipe's.
    private (IErasingMethod Method, ErasingRecipe Recipe) Method()
    {
        var method = ErasingCatalog.Create(request.Method);
        if (request.Group is { } group)
        {
            ParameterGroup.Get(group);
        }
        if (method.Recipe.Iterations == 0 && request.Iterations is not null)
        {
            throw LetheException.Usage($"{method.Name} is solved at once and has no iterations. Leave out --iterations.");
        }
        var ofRecipe = request.Settings.ToLookup(setting => MethodSettings.Has(method.Recipe, setting));
        if (ofRecipe[true].FirstOrDefault(static setting => MethodSettings.Has(new OwnOptions(), setting)) is { } twice)
        {
            throw LetheException.Usage($"'{twice}' is not a setting: --iterations and --group are options of their own.");
        }
        return (MethodSettings.Apply(method, method.Name, ofRecipe[false]), method.Recipe);
    }

    private ErasingRecipe Recipe(ErasingRecipe own, bool isSmall)
    {
        var asked = own with { Iterations = request.Iterations ?? own.Iterations, Group = request.Group ?? own.Group };
        var recipe =
            !isSmall ? asked
            : request.Iterations is { } count ? own.ForSmall(count) with { Iterations = count, Group = asked.Group }
            : asked.ForSmall(SmallIterations);
        return MethodSettings.Apply(recipe, request.Method, request.Settings.Where(setting => MethodSettings.Has(recipe, setting)));
    }

    private IReadOnlyList<MeasuredPrompt> Prompts(EraseModel opened, string concept, string instead)
    {
        if (opened.World is null)
        {
            return MeasuredPrompt.Of(concept, instead, request.Keep.Count > 0 ? request.Keep : MeasuredPrompt.Everyday);
        }
        return request.Keep.Count == 0
            ? MeasuredPrompt.OfFashion(concept, instead)
            : throw LetheException.Usage("Every class of the small model is measured; --keep is for other models. Leave it out.");
    }

    // The same phrasings of both, where the small model has phrasings.
    private static IReadOnlyList<(string, string)> Pairs(string concept, string instead)
    {
        bool IsClass(string prompt) => FashionPrompts.Names.Contains(prompt, StringComparer.OrdinalIgnoreCase);
        return IsClass(concept) && IsClass(instead)
            ? [.. FashionPrompts.Of(concept).Zip(FashionPrompts.Of(instead))]
            : [(concept, instead)];
    }

    private double Erase(ErasingTask task, IErasingMethod method, int done, EraseProgress progress, Provenance provenance)
    {
        var (clock, iterations, all) = (Stopwatch.StartNew(), task.Recipe!.Iterations, 0.0);
        progress.Start(
            iterations == 0
                ? $"solving for '{task.Concept}'"
                : Numbers.Invariant(
                    $"erasing '{task.Concept}', {iterations} iterations{(done > 0 ? Numbers.Invariant($"; {done} are done already") : "")}"
                ),
            iterations,
            done
        );
        method.Erase(
            task with
            {
                Preparing = progress.Before,
                Progress = new Relay<ErasingProgress>(at =>
                {
                    all = at.Seconds;
                    progress.To(at.Iteration, Numbers.Invariant($"loss {at.Loss:F4}"));
                }),
            }
        );
        cancellation.ThrowIfCancellationRequested();
        Delta.Save(
            task.Original.UNet,
            task.Student,
            folder.Unfinished,
            new Dictionary<string, string>(
                EraseText
                    .Settings(method, task.Recipe!)
                    .Select(static setting => KeyValuePair.Create($"setting.{setting.Key}", setting.Value))
            )
            {
                ["concept"] = task.Concept,
                ["instead"] = task.Instead,
                ["model"] = Path.GetFileName(Path.TrimEndingDirectorySeparator(request.Model)),
                ["method"] = method.Name,
                ["seed"] = task.Seed.ToString(CultureInfo.InvariantCulture),
                ["lethe"] = provenance.LetheVersion,
                ["commit"] = provenance.Commit,
            }
        );
        return Math.Max(all, clock.Elapsed.TotalSeconds);
    }

    private (ErasureMeter Meter, ErasureMeasures Measures, IReadOnlyList<ShownPictures> Columns) Measure(
        EraseModel opened,
        IReadOnlyList<MeasuredPrompt> prompts,
        PictureJudges? judges,
        EraseProgress progress
    )
    {
        var isSmall = opened.World is not null;
        var images = request.Images ?? (isSmall ? 24 : 2);
        var (drawn, total) = (0, 2 * images * prompts.Count);
        progress.Start(
            Numbers.Invariant($"drawing {total} pictures, {images} of each of {prompts.Count} prompts, before and after"),
            total
        );
        // What is measured is what the file gives, to the last bit.
        using var erased = opened.Model.UNet.Copy();
        Delta.Apply(erased, folder.Unfinished);
        erased.eval();
        var shown = new List<ShownPictures>();
        var meter = new ErasureMeter(opened.Model, opened.World?.Detector)
        {
            Pictures = images,
            Steps = request.Steps ?? (isSmall ? 20 : 50),
            Scale = isSmall ? 3 : 7.5,
            Batch = isSmall ? 64 : 1,
            DriftPaths = isSmall ? 32 : 4,
            Judges = judges,
            Drifting = () => progress.Start("measuring what the network says without a prompt", 0),
            Drawn = more => progress.To(drawn += more),
            Seen = pictures => shown.Add(ShownPictures.Of(pictures, ShownSeeds)),
        };
        var measures = meter.Measure(erased, prompts, cancellation);
        return (meter, measures, Columns(shown, measures));
    }

    // The erased one, what came in its place, the closest others, the null prompt.
    private static List<ShownPictures> Columns(List<ShownPictures> shown, ErasureMeasures measures)
    {
        var near = measures
            .Neighbours.ByDistance.Where(static change => change.Prompt.Role == PromptRole.Kept)
            .Take(ShownNeighbours)
            .Select(static change => change.Prompt)
            .ToList();
        var kept = near.Select(prompt => shown.Single(column => column.Prompt == prompt));
        return
        [
            .. shown.Where(static column => column.Prompt.Role is PromptRole.Erased or PromptRole.Instead),
            .. kept,
            .. shown.Where(static column => column.Prompt.Role == PromptRole.Nothing),
        ];
    }

    private void Show(EraseResult result, byte[] grid)
    {
        using var json = new StringWriter { NewLine = "\n" };
        JsonOutput.Write(json, EraseJson.Of(result));
        folder.Finish(grid, ErasePage.Render(result, grid), json.ToString());
        if (request.Json)
        {
            terminal.Out.Write(json.ToString());
        }
        else
        {
            EraseView.Write(terminal, result, folder.Path);
        }
    }

    // Settings that have options of their own.
    private sealed record OwnOptions
    {
        public int Iterations { get; init; }

        public string Group { get; init; } = "";
    }
}
