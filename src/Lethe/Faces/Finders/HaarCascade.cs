using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Lethe.Faces.Finders;

/// <summary>
/// A cascade of boosted trees over Haar features, as OpenCV writes it (<c>opencv-cascade-classifier</c>): stage by stage the answers of
/// small trees are added up, and a window that stays below a stage's threshold is no face. Only upright features are read.
/// </summary>
/// <param name="Width">Of a window, pixels, as is the height.</param>
/// <param name="Branches">The inner nodes of all trees.</param>
/// <param name="Leaves">What all trees can answer.</param>
/// <param name="Features">Each a weighted sum over two or three rectangles of a window.</param>
internal sealed record HaarCascade(
    int Width,
    int Height,
    HaarCascade.Stage[] Stages,
    HaarCascade.Branch[] Branches,
    float[] Leaves,
    HaarCascade.Rectangle[][] Features
)
{
    // OpenCV lowers each threshold by as much, so that rounding does not turn a window away.
    private const float Slack = 1e-5f;

    /// <param name="Threshold">A window whose trees add up to less is no face.</param>
    /// <param name="Roots">Of its trees, among <see cref="Branches"/>.</param>
    internal sealed record Stage(float Threshold, int[] Roots);

    /// <param name="Threshold">Of the feature over the window's deviation.</param>
    /// <param name="Below">Where to go if it is less: another branch, or <c>~leaf</c>.</param>
    /// <param name="Above">Likewise if it is not.</param>
    internal readonly record struct Branch(int Feature, float Threshold, int Below, int Above);

    /// <summary>In pixels of the window.</summary>
    internal readonly record struct Rectangle(int Left, int Top, int Width, int Height, float Weight)
    {
        public bool IsWithin(int width, int height) =>
            Left >= 0 && Top >= 0 && Width > 0 && Height > 0 && Left + Width <= width && Top + Height <= height;
    }

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
        var (stages, branches, leaves) = (new List<Stage>(), new List<Branch>(), new List<float>());
        foreach (var stage in cascade.Element("stages")!.Elements())
        {
            int[] roots = [.. stage.Element("weakClassifiers")!.Elements().Select(tree => AddTree(tree, branches, leaves))];
            stages.Add(new(Number(stage.Element("stageThreshold")!.Value) - Slack, roots));
        }
        Rectangle[][] features =
        [
            .. cascade
                .Element("features")!
                .Elements()
                .Select(static feature => feature.Element("rects")!.Elements().Select(static part => Part(Numbers(part))).ToArray()),
        ];
        var (width, height) = ((int)Number(cascade.Element("width")!.Value), (int)Number(cascade.Element("height")!.Value));
        return new HaarCascade(width, height, [.. stages], [.. branches], [.. leaves], features).Checked();
    }

    // Four numbers a branch: where to go below the threshold and from it on (another branch, or the negative of a leaf), the feature, the
    // threshold.
    private static int AddTree(XElement tree, List<Branch> branches, List<float> leaves)
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

    // The search follows these numbers without looking: what a file says must be looked at here.
    private HaarCascade Checked()
    {
        var isSound =
            Width is >= 4 and <= 256
            && Height is >= 4 and <= 256
            && Features.All(parts => parts.Length is 2 or 3 && parts.All(part => part.IsWithin(Width, Height)))
            && Branches
                .Index()
                .All(at =>
                    at.Item.Feature >= 0
                    && at.Item.Feature < Features.Length
                    && Leads(at.Item.Below, at.Index)
                    && Leads(at.Item.Above, at.Index)
                );
        return isSound ? this : throw new InvalidDataException("A tree or a feature of the cascade points outside of it.");

        // Forward only, so that no tree runs in a circle.
        bool Leads(int next, int from) => next < 0 ? ~next < Leaves.Length : next > from && next < Branches.Length;
    }

    private static Rectangle Part(float[] numbers) => new((int)numbers[0], (int)numbers[1], (int)numbers[2], (int)numbers[3], numbers[4]);

    private static float[] Numbers(XElement element) =>
        [.. element.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Number)];

    // Rounded twice, as OpenCV does it.
    private static float Number(string text) => (float)double.Parse(text, CultureInfo.InvariantCulture);
}
