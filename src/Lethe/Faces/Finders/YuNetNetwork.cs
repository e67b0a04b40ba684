using System.Numerics;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Lethe.Faces.Finders;

// YuNet's network through ONNX Runtime. It answers on three grids, of a place each 8, 16 and 32 pixels, with at most one face a place.
internal sealed class YuNetNetwork : IDisposable
{
    private static readonly int[] Strides = [8, 16, 32];

    private readonly InferenceSession session;
    private readonly string input;

    // network: an ONNX file. name: for messages. LetheException: no network, or another one (BadFile).
    public YuNetNetwork(byte[] network, string name)
    {
        try
        {
            // One thread: the same sums on every run. Videos run side by side instead.
            using var options = new SessionOptions
            {
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
                IntraOpNumThreads = 1,
                InterOpNumThreads = 1,
            };
            session = new(network, options);
        }
        catch (OnnxRuntimeException error)
        {
            throw LetheException.BadFile(
                $"{name} is no network that ONNX Runtime can read. Get YuNet again with 'lethe data get {YuNetFinder.ManifestName}'.",
                error
            );
        }
        input = session.InputMetadata.Keys.Single();
    }

    // Every place of the grids that is sure enough of a face; one face has several. image: the picture; what is found is in its pixels.
    // least: score, 0 to 1.
    public IReadOnlyList<FoundFace> Candidates(FinderImage image, float least)
    {
        var pixels = Prepare(image);
        using var values = session.Run([NamedOnnxValue.CreateFromTensor(input, pixels)], [.. Outputs()]);
        var answers = values.ToDictionary(static value => value.Name, static value => value.AsTensor<float>().ToArray());
        var faces = new List<FoundFace>();
        foreach (var stride in Strides)
        {
            Read(answers, stride, pixels.Dimensions[3] / stride, pixels.Dimensions[2] / stride, least, faces);
        }
        return faces;
    }

    public void Dispose() => session.Dispose();

    private static IEnumerable<string> Outputs() =>
        ((string[])["cls", "obj", "bbox", "kps"]).SelectMany(static kind => Strides.Select(stride => $"{kind}_{stride}"));

    // Blue, green, red, 0 to 255; black at the right and below, up to a multiple of the coarsest grid.
    private static DenseTensor<float> Prepare(FinderImage image)
    {
        var (width, height) = (Up(image.Width), Up(image.Height));
        var planes = new float[3 * width * height];
        for (var channel = 0; channel < 3; channel++)
        {
            for (var y = 0; y < image.Height; y++)
            {
                var line = planes.AsSpan(((channel * height) + y) * width, image.Width);
                var row = image.Rgb.AsSpan(3 * y * image.Width, 3 * image.Width);
                for (var x = 0; x < line.Length; x++)
                {
                    line[x] = row[(3 * x) + 2 - channel];
                }
            }
        }
        return new(planes, [1, 3, height, width]);

        static int Up(int length) => (length + Strides[^1] - 1) / Strides[^1] * Strides[^1];
    }

    private static void Read(Dictionary<string, float[]> answers, int stride, int columns, int rows, float least, List<FoundFace> faces)
    {
        var (isFace, isObject, boxes, points) = (
            answers[$"cls_{stride}"],
            answers[$"obj_{stride}"],
            answers[$"bbox_{stride}"],
            answers[$"kps_{stride}"]
        );
        var places = rows * columns;
        for (var place = 0; place < places; place++)
        {
            // score = sqrt(P(face) P(object))
            var score = MathF.Sqrt(Math.Clamp(isFace[place], 0, 1) * Math.Clamp(isObject[place], 0, 1));
            if (score >= least)
            {
                faces.Add(
                    Face(boxes.AsSpan(4 * place, 4), points.AsSpan(10 * place, 10), new(place % columns, place / columns), stride, score)
                );
            }
        }
    }

    // Of a box its middle from the place, and the logarithms of its sides; of the five points, where they are from the place. All in units
    // of the stride.
    private static FoundFace Face(ReadOnlySpan<float> box, ReadOnlySpan<float> points, Vector2 place, int stride, float score)
    {
        var middle = stride * (place + new Vector2(box[0], box[1]));
        var size = stride * new Vector2(MathF.Exp(box[2]), MathF.Exp(box[3]));
        var corner = middle - (size / 2);
        var marks = new Vector2[5];
        for (var i = 0; i < marks.Length; i++)
        {
            marks[i] = stride * (place + new Vector2(points[2 * i], points[(2 * i) + 1]));
        }
        return new(new(corner.X, corner.Y, size.X, size.Y), score, new(marks[0], marks[1], marks[2], marks[3], marks[4]));
    }
}
