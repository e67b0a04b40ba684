using System.Diagnostics;
using System.Globalization;
using Lethe.Cli.Doctor;
using Lethe.Cli.Options;
using Lethe.Cli.Output;
using Lethe.Cli.Views;
using Lethe.Data;
using Lethe.Experiments.Runs;
using Lethe.Interactive.Runs;
using Lethe.Metrics;
using Lethe.Models;
using Lethe.Runtime;
using Lethe.Training;
using Lethe.Unlearning;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Cli.Commands;

/// <summary>One call of <c>lethe unlearn</c>. Everything that can be refused is refused before any work is done.</summary>
internal sealed class UnlearnRun(Terminal terminal, UnlearnRequest request, CancellationToken cancellation)
{
    private static readonly string[] PartNames = ["D_r", "D_f", "D_tr", "D_tf"];

    public ExitCode Run()
    {
        CheckOutput();
        var device = Devices.Parse(request.Device);
        var precision = Precisions.Parse(request.Precision, device);
        var method = MethodSettings.Apply(UnlearningCatalog.Create(request.Method, "small"), request.Settings);

        using var scope = NewDisposeScope();
        using var model = ModelFile.Open(request.Model, request.Architecture);
        using var loaded = Directory.Exists(request.Data)
            ? DatasetCatalog.LoadFolder(request.Data, request.Size)
            : DatasetCatalog.Load(request.Data, new(request.DataDir));
        foreach (var note in loaded.Notes)
        {
            terminal.Error.WriteLine(note);
        }
        CheckFit(model, loaded);
        var forgetClass = ClassChoice.Find(loaded.Title, loaded.Train.ClassNames, request.Forget);
        using var data = loaded.To(device);
        model.to(device);
        model.eval();
        var split = ForgetSplit.ByClass(data, forgetClass);
        Announce(loaded, forgetClass, split);

        var before = Accuracies(model, split, precision);
        var (forget, retain) = (split.ForgetTrain.Fresh(), split.RetainTrain.Fresh());
        var task = new UnlearningTask(model, forgetClass, method.Reads, forget, retain)
        {
            Recipe = Recipe(model.Spec, precision),
            Seed = request.Seed,
            Precision = precision,
            Progress = Progress(method),
            Cancellation = cancellation,
        };
        var clock = Stopwatch.StartNew();
        method.Unlearn(task);
        var seconds = clock.Elapsed.TotalSeconds;
        var after = Accuracies(model, split, precision);
        Save(model, method, loaded, forgetClass, split);
        Show(new(method, loaded, forgetClass, split, before, after, seconds, forget.DistinctRead + retain.DistinctRead, task));
        return ExitCode.Ok;
    }

    private void CheckOutput()
    {
        var path = Path.GetFullPath(request.Out);
        if (File.Exists(path) && !request.Force)
        {
            throw LetheException.Unwritable($"{path} is there already. Choose another file with --out, or overwrite it with --force.");
        }
        if (Directory.Exists(path))
        {
            throw LetheException.Unwritable($"{path} is a folder. Name a file with --out.");
        }
        if (FolderSize.WhyNotWritable(Path.GetDirectoryName(path)!) is { } reason)
        {
            throw LetheException.Unwritable($"Cannot write {path}: {reason} Choose another file with --out.");
        }
    }

    private void CheckFit(Classifier model, DatasetPair data)
    {
        if (model.Spec.Classes != data.Classes)
        {
            throw LetheException.BadFile(
                $"{request.Model} tells {model.Spec.Classes} classes apart, but {data.Title} has {data.Classes}: "
                    + $"{Listed(data.Train.ClassNames)}. They do not belong together; name the data the network was trained on with "
                    + $"--data."
            );
        }
        if (model.Spec.Channels != data.Train.Channels)
        {
            throw LetheException.BadFile(
                $"{request.Model} reads images of {model.Spec.Channels} channels, but {data.Title} has {data.Train.Channels}."
            );
        }
    }

    // Before anything is done: one person's wrong class forgotten would be the worst this command can do.
    private void Announce(DatasetPair data, int forgetClass, ForgetSplit split) =>
        terminal.Error.WriteLine(
            $"Forgetting class {forgetClass}, {data.Train.ClassNames[forgetClass]}: {split.ForgetTrain.Count} training and "
                + $"{split.ForgetTest.Count} test images. The classes by number: "
                + $"{Listed([.. data.Train.ClassNames.Select(static (name, i) => $"{i} {name}")])}."
        );

    private static string Listed(IReadOnlyList<string> names) => $"{string.Join(", ", names.Take(12))}{(names.Count > 12 ? ", …" : "")}";

    private static double[] Accuracies(Classifier model, ForgetSplit split, Precision precision) =>
        [
            .. ((ImageSubset[])[split.RetainTrain, split.ForgetTrain, split.RetainTest, split.ForgetTest]).Select(part =>
                Accuracy.Of(model, part, precision)
            ),
        ];

    // The recipe of the user's network is not known; this is the kit's short one for the architecture. Only methods that train from scratch
    // use it.
    private TrainingRecipe Recipe(ModelSpec spec, Precision precision)
    {
        var isTransformer = spec.Architecture == "vit";
        return new()
        {
            Epochs =
                request.Epochs > 0 ? request.Epochs
                : isTransformer ? 20
                : 5,
            Optimizer = isTransformer ? OptimizerKind.Adam : OptimizerKind.Sgd,
            LearningRate = isTransformer ? 1e-3 : 0.1,
            WeightDecay = isTransformer ? 0 : 5e-4,
            Schedule = Schedule.OneCycle,
            Augmentation = Augmentation.FlipOnly,
            Precision = precision,
        };
    }

    private IProgress<TrainingProgress> Progress(IUnlearningMethod method)
    {
        var epoch = 0;
        return new Relay<TrainingProgress>(progress =>
        {
            if (progress.Step == progress.Steps && progress.Epoch != epoch)
            {
                epoch = progress.Epoch;
                terminal.Error.WriteLine($"{method.Name}: {RunLog.Epoch(progress)}");
            }
        });
    }

    private void Save(Classifier model, IUnlearningMethod method, DatasetPair data, int forgetClass, ForgetSplit split)
    {
        cancellation.ThrowIfCancellationRequested();
        ModelFile.Save(
            model,
            request.Out,
            new Dictionary<string, string>
            {
                ["unlearned_class"] = forgetClass.ToString(CultureInfo.InvariantCulture),
                ["unlearned_class_name"] = data.Train.ClassNames[forgetClass],
                ["unlearned_images"] = (split.ForgetTrain.Count + split.ForgetTest.Count).ToString(CultureInfo.InvariantCulture),
                ["unlearned_by"] = method.ToString()!,
                ["unlearned_from"] = Path.GetFileName(request.Model),
                ["seed"] = request.Seed.ToString(CultureInfo.InvariantCulture),
            }
        );
    }

    private void Show(UnlearnResult result)
    {
        var output = Path.GetFullPath(request.Out);
        if (request.Json)
        {
            JsonOutput.Write(
                terminal.Out,
                new
                {
                    method = result.Method.Name,
                    settings = result.Method.ToString(),
                    data = result.Data.Name,
                    forget_class = result.ForgetClass,
                    forget_class_name = result.Data.Train.ClassNames[result.ForgetClass],
                    forget_images = result.Split.ForgetTrain.Count + result.Split.ForgetTest.Count,
                    result.Seconds,
                    stages = result.Task.Clock.Seconds,
                    samples_read = result.SamplesRead,
                    before = PartNames.Zip(result.Before).ToDictionary(static part => part.First, static part => part.Second),
                    after = PartNames.Zip(result.After).ToDictionary(static part => part.First, static part => part.Second),
                    notes = (IReadOnlyList<string>)[.. result.Data.Notes, .. result.Task.Notes],
                    output,
                }
            );
            return;
        }
        int[] counts =
        [
            result.Split.RetainTrain.Count,
            result.Split.ForgetTrain.Count,
            result.Split.RetainTest.Count,
            result.Split.ForgetTest.Count,
        ];
        string[] meanings =
        [
            "training images of the other classes",
            "training images of the class",
            "test images of the other classes",
            "test images of the class",
        ];
        terminal.Out.WriteLine(
            $"{result.Method.Title} on {result.Data.Title}, forgetting {result.Data.Train.ClassNames[result.ForgetClass]} "
                + $"(class {result.ForgetClass}, {counts[1] + counts[3]} images):"
        );
        PlainTable.Write(
            terminal,
            ["Part", "", "Images", "Before", "After"],
            PartNames.Select(
                (name, i) =>
                    (string[])
                        [
                            name,
                            meanings[i],
                            Numbers.Invariant($"{counts[i]}"),
                            Numbers.Invariant($"{result.Before[i]:F2} %"),
                            Numbers.Invariant($"{result.After[i]:F2} %"),
                        ]
            )
        );
        var stages = string.Join(", ", result.Task.Clock.Seconds.Select(static stage => $"{stage.Key} {Numbers.Seconds(stage.Value)}"));
        terminal.Out.WriteLine(
            $"{Numbers.Seconds(result.Seconds)}{(stages.Length > 0 ? $" ({stages})" : "")}; "
                + $"{Numbers.Invariant($"{result.SamplesRead}")} different training images read."
        );
        foreach (var note in result.Task.Notes)
        {
            terminal.Out.WriteLine(note);
        }
        terminal.Out.WriteLine($"Written: {output}");
    }
}
