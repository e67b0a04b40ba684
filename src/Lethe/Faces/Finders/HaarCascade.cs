using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Lethe.Faces.Finders;

/// <summary>
/// A cascade of boosted trees over Haar features, as OpenCV writes it (<c>opencv-cascade-classifier</c>): stage by stage the answers of
/// small trees are added up, and a window
/// that stays below a stage's threshold is no face. Only upright features are read.
/// </summary>
internal sealed class HaarCascade
{
    // OpenCV lowers each threshold by as much, so that rounding does not turn a window away.
    private const float Slack = 1e-5f;

    private HaarCascade(int width, int height, HaarStage[] stages, HaarBranch[] branches, float[] leaves, HaarFeature[] features) =>
        (Width, Height, Stages, Branches, Leaves, Features) = (width, height, stages, branches, leaves, features);

    /// <summary>Of a window, pixels.</summary>
    public int Width { get; }

    /// <summary>Of a window, pixels.</summary>
    public int Height { get; }

    public HaarStage[] Stages { get; }

    /// <summary>The inner nodes of all trees.</summary>
    public HaarBranch[] Branches { get; }

    /// <summary>What all trees can answer.</summary>
    public float[] Leaves { get; }

    public HaarFeature[] Features { get; }

    /// <exception cref="InvalidDataException">Not such a file, or one with other features.</exception>
    public static HaarCascade Read(Stream xml)
    {
        try
        {
            return Of(XDocument.Load(xml).Root!.Element("cascade")!);
        }
        catch (Exception error)
            when (error is XmlException or NullReferenceException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"This is no cascade of Haar features: {error.Message}", error);
        }
    }

    private static HaarCascade Of(XElement cascade)
    {
        if (
            cascade.Element("featureType")!.Value.Trim() != "HAAR"
            || cascade.Descendants("tilted").Any(static tilted => tilted.Value.Trim() == "1")
        )
        {
            throw new InvalidDataException("Only cascades of upright Haar features are read.");
        }
        var (stages, branches, leaves) = (new List<HaarStage>(), new List<HaarBranch>(), new List<float>());
        foreach (var stage in cascade.Element("stages")!.Elements())
        {
            var trees = stage.Element("weakClassifiers")!.Elements().ToArray();
            var roots = trees.Select(tree => AddTree(tree, branches, leaves)).ToArray();
            stages.Add(new(Number(stage.Element("stageThreshold")!.Value) - Slack, roots));
        }
        HaarFeature[] features =
        [
            .. cascade
                .Element("features")!
                .Elements()
                .Select(static feature => new HaarFeature([
                    .. feature.Element("rects")!.Elements().Select(static part => Part(Numbers(part))),
                ])),
        ];
        var (width, height) = ((int)Number(cascade.Element("width")!.Value), (int)Number(cascade.Element("height")!.Value));
        Check(width, height, branches, leaves, features);
        return new(width, height, [.. stages], [.. branches], [.. leaves], features);
    }

    // Four numbers a branch: where to go below the threshold and from it on (another branch, or the negative of a leaf), the feature, the
    // threshold.
    private static int AddTree(XElement tree, List<HaarBranch> branches, List<float> leaves)
    {
        var (root, firstLeaf) = (branches.Count, leaves.Count);
        foreach (var node in Numbers(tree.Element("internalNodes")!).Chunk(4))
        {
            branches.Add(new((int)node[2], node[3], Next((int)node[0]), Next((int)node[1])));
        }
        leaves.AddRange(Numbers(tree.Element("leafValues")!));
        return root;

        // In the whole cascade: a branch from 0 on, a leaf as its complement.
        int Next(int next) => next > 0 ? root + next : ~(firstLeaf - next);
    }

    // Search follows these numbers without looking: what a file says must be looked at here.
    private static void Check(int width, int height, List<HaarBranch> branches, List<float> leaves, HaarFeature[] features)
    {
        var isSound =
            width is >= 4 and <= 256
            && height is >= 4 and <= 256
            && features.All(feature => feature.Parts.Length is 2 or 3 && feature.Parts.All(part => part.IsWithin(width, height)))
            && branches
                .Index()
                .All(pair =>
                    pair.Item.Feature >= 0
                    && pair.Item.Feature < features.Length
                    && Leads(pair.Item.Below, pair.Index)
                    && Leads(pair.Item.Above, pair.Index)
                );
        if (!isSound)
        {
            throw new InvalidDataException("A tree or a feature of the cascade points outside of it.");
        }

        // Forward only, so that no tree runs in a circle.
        bool Leads(int next, int from) => next < 0 ? ~next < leaves.Count : next > from && next < branches.Count;
    }

    private static HaarRectangle Part(float[] numbers) =>
        new((int)numbers[0], (int)numbers[1], (int)numbers[2], (int)numbers[3], numbers[4]);

    private static float[] Numbers(XElement element) =>
        [.. element.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Number)];

    // Rounded twice, as OpenCV does it.
    private static float Number(string text) => (float)double.Parse(text, CultureInfo.InvariantCulture);
}
