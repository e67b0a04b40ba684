using Lethe.Erasing;
using Lethe.Erasing.Methods;

namespace Lethe.Cli.Erase;

/// <summary>The options of <c>lethe erase</c>, in the order of its help.</summary>
internal sealed class EraseOptions(DocumentedCommand command)
{
    public Option<string> Model { get; } =
        command.Required(
            "--model",
            "fashion (the small model in the kit), a folder of 'lethe train fashion-diffusion', or one of Stable "
                + "Diffusion v1: unet, vae, text_encoder, tokenizer.",
            "DIR|fashion"
        );

    public Option<string?> Concept { get; } = command.Text("--concept", "Prompt of the concept to erase.", "TEXT");

    public Option<string?> Instead { get; } =
        command.Text(
            "--instead",
            "Prompt of what replaces it, best of something similar; \"\" for nothing. esd-x, esd-u, sdd and forget-me-not "
                + "do not use it.",
            "TEXT"
        );

    public Option<string> Method { get; } =
        command.Text("--method", $"{string.Join(", ", ErasingCatalog.Names)}.", "NAME", ErasingCatalog.Own);

    public Option<int?> Iterations { get; } =
        command.With(
            CommonOptions.OwnNumber(
                "--iterations",
                "Iterations of training. [default: the method's own; at most 60 for a small model]",
                "N",
                1
            )
        );

    public Option<string?> Group { get; } =
        command.Text(
            "--group",
            $"Which weights may change: {string.Join(", ", ParameterGroup.All.Select(static one => one.Name))}. [default: "
                + $"the method's own]",
            "NAME"
        );

    public Option<string[]> Set { get; } =
        command.Repeated(
            "--set",
            "A setting of the method or of its training, for example quantile=0.9 or learning-rate=1e-4; may be repeated. "
                + "The report lists them all.",
            "NAME=VALUE"
        );

    public Option<int> Seed { get; } = command.With(CommonOptions.Number("--seed", "Seed of every random choice.", "N", 0, 0));

    public Option<string[]> Keep { get; } =
        command.Repeated(
            "--keep",
            "A prompt whose pictures should stay the same, for the report on a model other than the small one; may be "
                + "repeated. It is only measured.",
            "TEXT"
        );

    public Option<int?> Images { get; } =
        command.With(
            CommonOptions.OwnNumber("--images", "Pictures of each prompt in the report. [default: 24; 2 for Stable Diffusion]", "N", 1)
        );

    public Option<int?> Steps { get; } =
        command.With(
            CommonOptions.OwnNumber("--steps", "Steps of the sampler that draws them. [default: 20; 50 for Stable Diffusion]", "N", 1)
        );

    public Option<string> Device { get; } = command.With(CommonOptions.Device());

    public Option<string> Precision { get; } =
        command.Text(
            "--precision",
            "Arithmetic of the networks: float32, bfloat16, or auto, which takes bfloat16 where the hardware has it. Weights stay float32.",
            "TYPE",
            "float32"
        );

    public Option<bool> Json { get; } = command.With(CommonOptions.Json("Write the report as JSON to stdout too."));

    public Option<string> Out { get; } =
        command.Required(
            "--out",
            $"Folder for {EraseFolder.DeltaName}, {EraseFolder.GridName}, {EraseFolder.PageName} and {EraseFolder.JsonName}.",
            "DIR"
        );

    public Option<bool> Force { get; } =
        command.Flag(
            "--force",
            "Overwrite the results of another run in --out. With --apply: add the delta even to weights it was not made from."
        );

    public Option<string?> Apply { get; } =
        command.Text("--apply", "Do not erase: add this delta to the model, and write the whole model to --out.", "FILE");

    /// <summary>The method with its settings, and its recipe, which has settings of its own.</summary>
    /// <exception cref="LetheException">No such method, group or setting (<see cref="ExitCode.Usage"/>).</exception>
    public IErasingMethod MethodOf(ParseResult given)
    {
        var method = ErasingCatalog.Create(given.GetRequiredValue(Method));
        if (given.GetValue(Group) is { } group)
        {
            ParameterGroup.Get(group);
        }
        if (method.Recipe.Iterations == 0 && given.GetValue(Iterations) is not null)
        {
            throw LetheException.Usage($"{method.Name} is solved at once and has no iterations. Leave out --iterations.");
        }
        var settings = given.GetValue(Set)!.ToLookup(setting => MethodSettings.Has(method.Recipe, setting));
        if (settings[true].FirstOrDefault(static setting => MethodSettings.Has(new OwnOptions(0, ""), setting)) is { } twice)
        {
            throw LetheException.Usage($"'{twice}' is not a setting: --iterations and --group are options of their own.");
        }
        return MethodSettings.Apply(method, method.Name, settings[false]);
    }

    /// <summary>A recipe with the settings that are a recipe's.</summary>
    public ErasingRecipe With(ErasingRecipe recipe, ParseResult given) =>
        MethodSettings.Apply(
            recipe,
            given.GetRequiredValue(Method),
            given.GetValue(Set)!.Where(setting => MethodSettings.Has(recipe, setting))
        );

    // Settings that have options of their own.
    private sealed record OwnOptions(int Iterations, string Group);
}
