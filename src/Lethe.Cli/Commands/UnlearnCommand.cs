using Lethe.Cli.Views;
using Lethe.Models;
using Lethe.Unlearning;
using Lethe.Unlearning.Forgetting;
using Lethe.Unlearning.Runs;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe unlearn</c>: a method on the user's own network and images. Everything that can be refused is refused before any work
/// is done.</summary>
internal static class UnlearnCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "unlearn",
            "Makes a trained network forget a class or any other set of images, and writes the new network. Shows the accuracy on the "
                + "parts of the data before and after.",
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
            ),
            (
                "lethe unlearn --model mine.safetensors --data ./faces --forget file:asked.txt --method scrub --out new.safetensors",
                "the photographs that a list names, one a line: Ann/3.jpg"
            )
        );
        var options = new Options(command);
        return command.Runs((given, cancellation) => Run(terminal, options, given, cancellation));
    }

    // In the order of help.
    private sealed class Options(DocumentedCommand command)
    {
        public readonly Option<string> Model = command.Required(
            "--model",
            "The network: safetensors or a PyTorch state_dict, with torchvision's parameter names.",
            "FILE"
        );
        public readonly Option<string?> Architecture = command.Text(
            "--arch",
            $"{string.Join(", ", ModelCatalog.Names)}; needed for a file written elsewhere.",
            "NAME"
        );
        public readonly Option<string> Data = command.Required(
            "--data",
            "Name of a data set, or a folder with one folder of images for each class.",
            "DIR|NAME"
        );
        public readonly Option<string> Forget = command.Required(
            "--forget",
            "What to forget: a class, by name or number from 0 (name:3 or number:3 if both fit); "
                + "or classes:1,8, random:10%:0 (share and seed), file:LIST, subclass:NAME (on a network of super-classes).",
            "SET"
        );
        public readonly Option<string> Method = command.Required("--method", "For example lau, fine-tune, retrain, logit-mask.", "NAME");
        public readonly Option<string> Output = command.Required("--out", "The file to write.", "FILE");
        public readonly Option<string[]> Set = command.Repeated(
            "--set",
            "A setting of the method, for example alpha=0.3; may be repeated.",
            "NAME=VALUE"
        );
        public readonly Option<int?> Size = command.With(
            CommonOptions.OwnNumber(
                "--size",
                "Side to which the images of a folder are scaled, in pixels. [default: the network's own]",
                "N",
                8
            )
        );
        public readonly Option<int> Epochs = command.With(
            CommonOptions.Number(
                "--epochs",
                "Epochs of a method that trains from scratch (retrain); 0 for the architecture's short recipe.",
                "N",
                0,
                0
            )
        );
        public readonly Option<string?> DataDir = command.With(CommonOptions.DataDir());
        public readonly Option<string> Device = command.With(CommonOptions.Device());
        public readonly Option<string> Precision = command.With(CommonOptions.Precision());
        public readonly Option<int> Seed = command.With(CommonOptions.Number("--seed", "Seed of every random choice.", "N", 0, 0));
        public readonly Option<bool> Json = command.With(
            CommonOptions.Json("Write the result as JSON to stdout, and everything else to stderr.")
        );
        public readonly Option<bool> Force = command.Flag("--force", "Overwrite the file of --out if it exists.");
    }

    private static ExitCode Run(Terminal terminal, Options options, ParseResult given, CancellationToken cancellation)
    {
        var output = Path.GetFullPath(given.GetRequiredValue(options.Output));
        NewFile.Check(output, given.GetValue(options.Force));
        var device = Devices.Parse(given.GetRequiredValue(options.Device));
        var precision = Precisions.Parse(given.GetRequiredValue(options.Precision), device);
        var method = MethodSettings.Apply(
            UnlearningCatalog.Create(given.GetRequiredValue(options.Method), "small"),
            given.GetValue(options.Set)!
        );
        var forgotten = ForgetSet.Parse(given.GetRequiredValue(options.Forget));
        UnlearningCatalog.Require(method, forgotten.Kind);
        using var own = OwnNetwork.Open(
            given.GetRequiredValue(options.Model),
            given.GetValue(options.Architecture),
            given.GetRequiredValue(options.Data),
            forgotten,
            new(given.GetValue(options.DataDir), given.GetValue(options.Size) ?? 0),
            device
        );
        UnlearnView.Announce(terminal, own);
        var unlearner = own.Unlearner(method, precision, given.GetValue(options.Epochs)) with
        {
            Seed = given.GetValue(options.Seed),
            Progress = EpochLines.To(terminal, method.Name),
            Cancellation = cancellation,
        };
        using var result = unlearner.Run(own.Model);
        cancellation.ThrowIfCancellationRequested();
        own.Save(result, unlearner, output);
        if (given.GetValue(options.Json))
        {
            UnlearnView.Json(terminal, own, method, result, output);
        }
        else
        {
            UnlearnView.Show(terminal, own, method, result, output);
        }
        return ExitCode.Ok;
    }
}
