using Lethe.Erasing.Diffusion;

namespace Lethe.Erasing.Runs;

/// <summary>
/// What a concept is erased from in an experiment: a model, prompts, real pictures, and judges of what it draws. Pictures are as the
/// subject's <see cref="Draw"/> makes them; only their own subject looks at them.
/// </summary>
internal interface IErasingSubject : IDisposable
{
    /// <summary>Seeds between those of two runs: a run's pictures are no other run's.</summary>
    const int PicturesOfSeed = 1 << 14;

    string Model { get; }

    string Dataset { get; }

    int? ForgetClass { get; }

    /// <summary>Of the weights that decide a result.</summary>
    string Fingerprint { get; }

    /// <summary>What else decides the result of every cell: a record.</summary>
    object Settings { get; }

    /// <summary>Where the data come from, and whether they stand for others.</summary>
    (string Source, bool IsStandIn) Data { get; }

    string Concept { get; }

    string Instead { get; }

    /// <summary>Phrasings of both, for methods that train on pictures.</summary>
    IReadOnlyList<(string Concept, string Instead)> Phrasings { get; }

    /// <summary>The model, opened when it is first asked for.</summary>
    DiffusionModel Diffusion { get; }

    IReadOnlyList<(string Prompt, long Seed)> Frames { get; }

    /// <summary>Of what there are real pictures: a name for tables, and the prompt that they are drawn again with.</summary>
    IReadOnlyList<(string Name, string Prompt)> Real { get; }

    /// <summary>Pictures, one a prompt and seed.</summary>
    Tensor Draw(
        UNet2DCondition unet,
        IReadOnlyList<string> prompts,
        IReadOnlyList<long> seeds,
        Action<int>? drawn,
        CancellationToken cancellation
    );

    /// <summary>What to draw: the concept in its phrasings, then what should stay; the same seeds whatever network draws it.</summary>
    ErasingPrompts Prompts(int seed, PictureCounts counts);

    /// <summary>Some real pictures of <see cref="Real"/>.</summary>
    /// <returns>N x channels x H x W, -1 to 1, on the device.</returns>
    Tensor RealPictures(string name, int from, int count);

    /// <summary>Pictures of the concept to learn it from.</summary>
    /// <returns>N x channels x H x W, -1 to 1, on the device.</returns>
    Tensor ConceptPictures(int from, int count, CancellationToken cancellation);

    /// <summary>What the judges say of pictures of one thing.</summary>
    SortedDictionary<string, double> Judge(Tensor pictures, string name);

    /// <summary>What a curve over iterations shows: all but what takes many pictures.</summary>
    SortedDictionary<string, double> Brief(ErasingPictures now, ErasingPictures before, double nullDrift);

    SortedDictionary<string, double> All(ErasingPictures now, ErasingPictures before, double nullDrift, bool isOriginal);

    double[] Similarities(Tensor a, Tensor b);

    /// <summary>Pictures from -1 to 1 as bytes would give them, from 0 to 1.</summary>
    Tensor Unit(Tensor pictures);

    /// <summary>The pictures that a gallery keeps.</summary>
    IReadOnlyList<long> Gallery(ErasingPictures pictures);

    /// <summary>Pictures as records keep them: float32 on the CPU, -1 to 1, small.</summary>
    Tensor Shown(Tensor pictures);
}
