using Lethe.Data;
using Lethe.Models;
using Lethe.Training;
using Lethe.Unlearning.Forgetting;
using TorchSharp;

namespace Lethe.Unlearning.Runs;

/// <summary>A user's network, the images it was made for, and what it is to forget: opened, and found to fit each other.</summary>
public sealed class OwnNetwork : IDisposable
{
    private readonly string file;

    private OwnNetwork(string file, Classifier model, DatasetPair data, ForgetSplit split) =>
        (this.file, Model, Data, Split) = (file, model, data, split);

    public Classifier Model { get; }

    public DatasetPair Data { get; }

    public ForgetSplit Split { get; }

    /// <summary>What is to be forgotten, in words; a class by its name.</summary>
    public string Forgotten =>
        Split switch
        {
            { Classes: [_, ..] classes } => string.Join(" and ", classes.Select(one => Data.Train.ClassNames[one])),
            { SiblingsTrain: not null } =>
                $"the sub-class {Data.Train.FineNames![int.Parse(Split.Name.Split(':')[1], CultureInfo.InvariantCulture)]}",
            _ => $"{Split.ForgetTrain.Count} of {Data.Train.Count} training images, {Split.Name}",
        };

    /// <summary>Training and test images to forget.</summary>
    public int ForgetImages => Split.ForgetTrain.Count + Split.ForgetTest.Count;

    /// <param name="file">See <see cref="ModelFile.Open"/>.</param>
    /// <param name="architecture">Needed for a file written elsewhere.</param>
    /// <param name="data">Name of a data set, or a folder with one folder of images a class.</param>
    /// <param name="forgotten">A class, for example.</param>
    /// <param name="options">Of size 0 for photographs of the size that the network was trained at, or its architecture's
    /// usual one.</param>
    /// <exception cref="LetheException">One of them is not there or is damaged, or they do not belong together.</exception>
    public static OwnNetwork Open(string file, string? architecture, string data, ForgetSet forgotten, DataOptions options, Device device)
    {
        var model = ModelFile.Open(file, architecture);
        try
        {
            var usual = model.Spec.Side > 0 ? model.Spec.Side : ModelCatalog.All.Get(model.Spec.Architecture).Side;
            options = options with { Size = options.Size > 0 ? options.Size : usual };
            using var loaded = forgotten.Prepare(
                Directory.Exists(data) ? DatasetCatalog.LoadFolder(data, options.Size) : DatasetCatalog.Load(data, options)
            );
            CheckFit(file, model.Spec, loaded);
            _ = forgotten.Identity(loaded); // is it there at all?
            model.to(device).eval();
            var images = loaded.To(device);
            return new(file, model, images, forgotten.Split(images));
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Runs a method on it. How it was trained is not known: methods that train take the kit's short recipe for the architecture.
    /// </summary>
    /// <param name="epochs">Of such a method; 0 for the recipe's own.</param>
    public Unlearner Unlearner(IUnlearningMethod method, Precision precision, int epochs = 0)
    {
        var recipe = Profile.Small.Recipe(Model.Spec.Architecture, Data.Name, precision);
        return new(method, Split, recipe with { Epochs = epochs > 0 ? epochs : recipe.Epochs, Augmentation = Augmentation.FlipOnly });
    }

    /// <summary>Writes what came of it, with what was done.</summary>
    /// <exception cref="LetheException">The file cannot be written.</exception>
    public void Save(Unlearned result, Unlearner unlearner, string path)
    {
        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
        ModelFile.Save(
            result.Model,
            path,
            new Dictionary<string, string>(
                Split.Classes is [var one]
                    ? [new("unlearned_class", Text(one)), new("unlearned_class_name", Forgotten)]
                    : [new("unlearned_set", Split.Name)]
            )
            {
                ["unlearned_images"] = Text(ForgetImages),
                ["unlearned_by"] = unlearner.Method.ToString()!,
                ["unlearned_from"] = Path.GetFileName(file),
                ["seed"] = Text(unlearner.Seed),
            }
        );
    }

    public void Dispose()
    {
        Model.Dispose();
        Data.Dispose();
    }

    private static void CheckFit(string file, ModelSpec spec, DatasetPair data)
    {
        if (spec.Classes != data.Classes)
        {
            var names = data.Train.ClassNames;
            throw LetheException.BadFile(
                $"{file} tells {spec.Classes} classes apart, but {data.Title} has {data.Classes}: "
                    + $"{string.Join(", ", names.Take(12))}{(names.Count > 12 ? ", …" : "")}. "
                    + "They do not belong together; name the data the network was trained on with --data."
            );
        }
        if (spec.Channels != data.Train.Channels)
        {
            throw LetheException.BadFile($"{file} reads images of {spec.Channels} channels, but {data.Title} has {data.Train.Channels}.");
        }
    }
}
