using System.Runtime.CompilerServices;

namespace Lethe.Faces.Finders;

// A HaarCascade made ready for integral images of one stride: rectangles have become offsets.
internal sealed unsafe class HaarProgram
{
    // A window with less contrast than this deviation, in shades, is no face and divides by almost nothing.
    private const double LeastDeviation = 10;

    private readonly HaarCascade.Stage[] stages;
    private readonly Step[] steps;
    private readonly float[] leaves;
    private readonly Corners inner; // a window less a pixel all round: what contrast is measured over
    private readonly double area;

    public HaarProgram(HaarCascade cascade, int stride)
    {
        (Stride, stages, leaves) = (stride, cascade.Stages, cascade.Leaves);
        steps = [.. cascade.Branches.Select(branch => new Step(cascade.Features[branch.Feature], branch, stride))];
        inner = new(new(1, 1, cascade.Width - 2, cascade.Height - 2, 1), stride);
        area = (cascade.Width - 2) * (cascade.Height - 2);
    }

    // Of the integral images.
    public int Stride { get; }

    // Looks at the window whose upper left corner is at the two sums. score: what the trees of the last stage that was looked at add up to.
    // Gives the stage that turned the window away; the number of stages if none did, -1 if it has too little contrast.
    public int Run(int* sums, uint* squares, out double score)
    {
        score = 0;
        // area^2 variance = area sum(x^2) - sum(x)^2
        double sum = inner.Sum(sums);
        var squared = (area * inner.Sum(squares)) - (sum * sum);
        if (!(squared > 0))
        {
            return -1;
        }
        var norm = (float)(1 / Math.Sqrt(squared));
        if (area * norm >= 1 / LeastDeviation)
        {
            return -1;
        }
        fixed (Step* program = steps)
        fixed (float* answers = leaves)
        {
            for (var i = 0; i < stages.Length; i++)
            {
                score = 0;
                foreach (var root in stages[i].Roots)
                {
                    var at = root;
                    do
                    {
                        at = program[at].Next(sums, norm);
                    } while (at >= 0);
                    score += answers[~at];
                }
                if (score < stages[i].Threshold)
                {
                    return i;
                }
            }
        }
        return stages.Length;
    }

    private readonly struct Corners(HaarCascade.Rectangle part, int stride)
    {
        private readonly int first = (part.Top * stride) + part.Left;
        private readonly int second = (part.Top * stride) + part.Left + part.Width;
        private readonly int third = ((part.Top + part.Height) * stride) + part.Left;
        private readonly int fourth = ((part.Top + part.Height) * stride) + part.Left + part.Width;

        public readonly float Weight = part.Weight;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int Sum(int* at) => at[first] - at[second] - at[third] + at[fourth];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public uint Sum(uint* at) => unchecked(at[first] - at[second] - at[third] + at[fourth]);
    }

    private readonly struct Step(HaarCascade.Rectangle[] parts, HaarCascade.Branch branch, int stride)
    {
        private readonly Corners first = new(parts[0], stride);
        private readonly Corners second = new(parts[1], stride);
        private readonly Corners third = parts.Length > 2 ? new(parts[2], stride) : default;
        private readonly float threshold = branch.Threshold;
        private readonly int below = branch.Below;
        private readonly int above = branch.Above;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int Next(int* window, float norm)
        {
            var value = (first.Weight * first.Sum(window)) + (second.Weight * second.Sum(window));
            if (third.Weight != 0)
            {
                value += third.Weight * third.Sum(window);
            }
            return value * norm < threshold ? below : above;
        }
    }
}
