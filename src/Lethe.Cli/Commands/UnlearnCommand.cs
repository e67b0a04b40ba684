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
        var model = command.Required(
            "--model",
            "The network: safetensors or a PyTorch state_dict, with torchvision's parameter names.",
            "FILE"
        );
        var arch = command.Text("--arch", "vgg16, resnet18, resnet50 or vit; needed for a file written elsewhere.", "NAME");
        var data = command.Required("--data", "Name of a data set, or a folder with one folder of images for each class.", "DIR|NAME");
        var forget = command.Required(
            "--forget",
            "The class to forget, by name or number from 0; name:3 or number:3 if both fit.",
            "CLASS"
        );
        var method = command.Required("--method", "For example lau, fine-tune, retrain, logit-mask.", "NAME");
        var output = command.Required("--out", "The file to write.", "FILE");
        var set = command.Repeated("--set", "A setting of the method, for example alpha=0.3; may be repeated.", "NAME=VALUE");
        var size = command.With(CommonOptions.Number("--size", "Side to which the images of a folder are scaled, in pixels.", "N", 32, 8));
        var epochs = command.With(
            CommonOptions.Number(
                "--epochs",
                "Epochs of a method that trains from scratch (retrain); 0 for the architecture's short recipe.",
                "N",
                0,
                0
            )
        );
        var dataDir = command.With(CommonOptions.DataDir());
        var device = command.With(CommonOptions.Device());
        var precision = command.With(CommonOptions.Precision());
        var seed = command.With(CommonOptions.Number("--seed", "Seed of every random choice.", "N", 0, 0));
        var json = command.With(CommonOptions.Json("Write the result as JSON to stdout, and everything else to stderr."));
        var force = command.Flag("--force", "Overwrite the file of --out if it exists.");
        return command.Runs(
            (given, cancellation) =>
                new UnlearnRun(
                    terminal,
                    new()
                    {
                        Model = given.GetRequiredValue(model),
                        Architecture = given.GetValue(arch),
                        Data = given.GetRequiredValue(data),
                        Forget = given.GetRequiredValue(forget),
                        Method = given.GetRequiredValue(method),
                        Out = given.GetRequiredValue(output),
                        Settings = given.GetValue(set)!,
                        Size = given.GetValue(size),
                        Epochs = given.GetValue(epochs),
                        DataDir = given.GetValue(dataDir),
                        Device = given.GetRequiredValue(device),
                        Precision = given.GetRequiredValue(precision),
                        Seed = given.GetValue(seed),
                        Json = given.GetValue(json),
                        Force = given.GetValue(force),
                    },
                    cancellation
                ).Run()
        );
    }
}
