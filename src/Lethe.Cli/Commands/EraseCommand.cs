using System.CommandLine;
using Lethe.Cli.Erase;
using Lethe.Cli.Options;
using Lethe.Cli.Output;
using Lethe.Erasing;
using Lethe.Erasing.Methods;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe erase</c>: a concept out of a text-to-image model.</summary>
internal static class EraseCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "erase",
            "Erases one concept from a text-to-image model, and measures what else changed. Writes the difference of the "
                + "weights, pictures before and after from the same noise, and a report. "
                + "If it is killed, the same command resumes from the last checkpoint (every ten iterations).",
            (
                "lethe erase --model fashion --concept sneaker --instead \"ankle boot\" --out no-sneakers",
                "the kit's small model, by All but One; minutes on two cores"
            ),
            (
                "lethe erase --model fashion --concept bag --instead \"\" --method all-but-one-replace --images 100 --out no-bags",
                "another method, nothing in its place, more pictures in the report"
            ),
            (
                "lethe erase --model stable-diffusion-v1-4 --concept \"Van Gogh style\" --instead \"dry brushing\" --keep \"a "
                    + "painting by Monet\" --out no-van-gogh",
                "Stable Diffusion, on a GPU; the report looks at a similar style"
            ),
            (
                "lethe erase --apply no-sneakers/delta.safetensors --model fashion --out fashion-without",
                "the erased model as a folder of its own"
            )
        );
        var model = new Option<string>("--model")
        {
            Description =
                "fashion (the small model in the kit), a folder of 'lethe train fashion-diffusion', or one of Stable "
                + "Diffusion v1: unet, vae, text_encoder, tokenizer.",
            HelpName = "DIR|fashion",
            Required = true,
        };
        var concept = new Option<string?>("--concept") { Description = "Prompt of the concept to erase.", HelpName = "TEXT" };
        var instead = new Option<string?>("--instead")
        {
            Description =
                "Prompt of what replaces it, best of something similar; \"\" for nothing. esd-x, esd-u, sdd and forget-me-not "
                + "do not use it.",
            HelpName = "TEXT",
        };
        var method = CommonOptions.Text("--method", $"{string.Join(", ", ErasingCatalog.Names)}.", "NAME", "all-but-one");
        var iterations = CommonOptions.OwnNumber(
            "--iterations",
            "Iterations of training. [default: the method's own; at most 60 for a small model]",
            "N",
            1
        );
        var group = new Option<string?>("--group")
        {
            Description =
                $"Which weights may change: {string.Join(", ", ParameterGroup.All.Select(static one => one.Name))}. [default: "
                + $"the method's own]",
            HelpName = "NAME",
        };
        var set = new Option<string[]>("--set")
        {
            Description =
                "A setting of the method or of its training, for example quantile=0.9 or learning-rate=1e-4; may be repeated. "
                + "The report lists them all.",
            HelpName = "NAME=VALUE",
            AllowMultipleArgumentsPerToken = false,
            DefaultValueFactory = static _ => [],
        };
        var seed = CommonOptions.Number("--seed", "Seed of every random choice.", "N", 0, 0);
        var keep = new Option<string[]>("--keep")
        {
            Description =
                "A prompt whose pictures should stay the same, for the report on a model other than the small one; may be "
                + "repeated. It is only measured.",
            HelpName = "TEXT",
            AllowMultipleArgumentsPerToken = false,
            DefaultValueFactory = static _ => [],
        };
        var images = CommonOptions.OwnNumber(
            "--images",
            "Pictures of each prompt in the report. [default: 24; 2 for Stable Diffusion]",
            "N",
            1
        );
        var steps = CommonOptions.OwnNumber(
            "--steps",
            "Steps of the sampler that draws them. [default: 20; 50 for Stable Diffusion]",
            "N",
            1
        );
        var device = CommonOptions.Device();
        var precision = CommonOptions.Text(
            "--precision",
            "Arithmetic of the networks: float32, bfloat16, or auto, which takes bfloat16 where the hardware has it. Weights stay float32.",
            "TYPE",
            "float32"
        );
        var json = CommonOptions.Json("Write the report as JSON to stdout too.");
        var output = new Option<string>("--out")
        {
            Description = $"Folder for {EraseFolder.DeltaName}, {EraseFolder.GridName}, {EraseFolder.PageName} and {EraseFolder.JsonName}.",
            HelpName = "DIR",
            Required = true,
        };
        var force = new Option<bool>("--force")
        {
            Description =
                "Overwrite the results of another run in --out. With --apply: add the delta even to weights it was not made from.",
        };
        var apply = new Option<string?>("--apply")
        {
            Description = "Do not erase: add this delta to the model, and write the whole model to --out.",
            HelpName = "FILE",
        };
        foreach (
            var option in (Option[])
                [
                    model,
                    concept,
                    instead,
                    method,
                    iterations,
                    group,
                    set,
                    seed,
                    keep,
                    images,
                    steps,
                    device,
                    precision,
                    json,
                    output,
                    force,
                    apply,
                ]
        )
        {
            command.Add(option);
        }
        command.SetAction(
            (parsed, cancellation) =>
                Task.Run(
                    () =>
                    {
                        var request = new EraseRequest
                        {
                            Model = parsed.GetRequiredValue(model),
                            Out = parsed.GetRequiredValue(output),
                            Concept = parsed.GetValue(concept),
                            Instead = parsed.GetValue(instead),
                            Method = parsed.GetRequiredValue(method),
                            Settings = parsed.GetValue(set)!,
                            Iterations = parsed.GetValue(iterations),
                            Group = parsed.GetValue(group),
                            Seed = parsed.GetValue(seed),
                            Keep = parsed.GetValue(keep)!,
                            Images = parsed.GetValue(images),
                            Steps = parsed.GetValue(steps),
                            Device = parsed.GetRequiredValue(device),
                            Precision = parsed.GetRequiredValue(precision),
                            Json = parsed.GetValue(json),
                            Force = parsed.GetValue(force),
                            Apply = parsed.GetValue(apply),
                        };
                        return (int)(
                            request.Apply is null
                                ? new EraseRun(terminal, request, cancellation).Run()
                                : new EraseApply(terminal, request, cancellation).Run()
                        );
                    },
                    CancellationToken.None
                )
        );
        return command;
    }
}
