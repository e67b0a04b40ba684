using System.CommandLine;
using Lethe.Cli.Options;
using Lethe.Cli.Output;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe unlearn</c>: a method on the user's own network and images.</summary>
internal static class UnlearnCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "unlearn",
            "Makes a trained network forget one class, and writes the new network. Shows the accuracy on the four parts of "
                + "the data before and after.",
            (
                "lethe unlearn --model mine.safetensors --data fashion-mnist --forget Bag --method lau --out without-bags.safetensors",
                "a class by name"
            ),
            (
                "lethe unlearn --model resnet18.safetensors --arch resnet18 --data ./faces --forget 7 --method lau --out new.safetensors",
                "weights from elsewhere, a folder with one folder for each class"
            ),
            (
                "lethe unlearn --model mine.safetensors --data cifar10 --forget ship --method lau --set alpha=0.3 --set "
                    + "steps=1 --out new.safetensors",
                "other settings"
            )
        );
        var model = Required("--model", "The network: safetensors or a PyTorch state_dict, with torchvision's parameter names.", "FILE");
        var arch = new Option<string?>("--arch")
        {
            Description = "vgg16, resnet18, resnet50 or vit; needed for a file written elsewhere.",
            HelpName = "NAME",
        };
        var data = Required("--data", "Name of a data set, or a folder with one folder of images for each class.", "DIR|NAME");
        var forget = Required("--forget", "The class to forget, by name or number from 0; name:3 or number:3 if both fit.", "CLASS");
        var method = Required("--method", "For example lau, fine-tune, retrain, logit-mask.", "NAME");
        var output = Required("--out", "The file to write.", "FILE");
        var set = new Option<string[]>("--set")
        {
            Description = "A setting of the method, for example alpha=0.3; may be repeated.",
            HelpName = "NAME=VALUE",
            AllowMultipleArgumentsPerToken = false,
            DefaultValueFactory = static _ => [],
        };
        var size = CommonOptions.Number("--size", "Side to which the images of a folder are scaled, in pixels.", "N", 32, 8);
        var epochs = CommonOptions.Number(
            "--epochs",
            "Epochs of a method that trains from scratch (retrain); 0 for the architecture's short recipe.",
            "N",
            0,
            0
        );
        var dataDir = CommonOptions.DataDir();
        var device = CommonOptions.Device();
        var precision = CommonOptions.Precision();
        var seed = CommonOptions.Number("--seed", "Seed of every random choice.", "N", 0, 0);
        var json = CommonOptions.Json("Write the result as JSON to stdout, and everything else to stderr.");
        var force = new Option<bool>("--force") { Description = "Overwrite the file of --out if it exists." };
        foreach (
            var option in (Option[])
                [model, arch, data, forget, method, output, set, size, epochs, dataDir, device, precision, seed, json, force]
        )
        {
            command.Add(option);
        }
        command.SetAction(
            (parsed, cancellation) =>
                Task.FromResult(
                    (int)
                        new UnlearnRun(
                            terminal,
                            new()
                            {
                                Model = parsed.GetRequiredValue(model),
                                Architecture = parsed.GetValue(arch),
                                Data = parsed.GetRequiredValue(data),
                                Forget = parsed.GetRequiredValue(forget),
                                Method = parsed.GetRequiredValue(method),
                                Out = parsed.GetRequiredValue(output),
                                Settings = parsed.GetValue(set)!,
                                Size = parsed.GetValue(size),
                                Epochs = parsed.GetValue(epochs),
                                DataDir = parsed.GetValue(dataDir),
                                Device = parsed.GetRequiredValue(device),
                                Precision = parsed.GetRequiredValue(precision),
                                Seed = parsed.GetValue(seed),
                                Json = parsed.GetValue(json),
                                Force = parsed.GetValue(force),
                            },
                            cancellation
                        ).Run()
                )
        );
        return command;
    }

    private static Option<string> Required(string name, string description, string helpName) =>
        new(name)
        {
            Description = description,
            HelpName = helpName,
            Required = true,
        };
}
