using System.Xml.Linq;

namespace Lethe.Faces.Finders;

// A cascade of boosted trees over Haar features, as OpenCV writes it (opencv-cascade-classifier): stage by stage the answers of small trees
// are added up, and a window that stays below a stage's threshold is no face. Only upright features are read. Branches: the inner nodes of
// all trees. Features: each a weighted sum over two or three rectangles of a window.
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

    // Threshold: A window whose trees add up to less is no face. Roots: of its trees, among Branches.
    internal sealed record Stage(float Threshold, int[] Roots);

    // Threshold: of the feature over the window's deviation. Below: where to go if it is less: another branch, or ~leaf. Above: likewise if
    // it is not.
    internal readonly record struct Branch(int Feature, float Threshold, int Below, int Above);

    // In pixels of the window.
    internal readonly record struct Rectangle(int Left, int Top, int Width, int Height, float Weight);

    // Reads what comes with the kit. The search follows the numbers of the trees without looking.
    public static HaarCascade Read(Stream xml)
    {
        var cascade = XDocument.Load(xml).Root!.Element("cascade")!;
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
        return new(width, height, [.. stages], [.. branches], [.. leaves], features);
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

    private static Rectangle Part(float[] numbers) => new((int)numbers[0], (int)numbers[1], (int)numbers[2], (int)numbers[3], numbers[4]);

    private static float[] Numbers(XElement element) =>
        [.. element.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Number)];

    // Rounded twice, as OpenCV does it.
    private static float Number(string text) => (float)double.Parse(text, CultureInfo.InvariantCulture);
}
