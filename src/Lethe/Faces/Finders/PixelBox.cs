namespace Lethe.Faces.Finders;

// A rectangle of whole pixels.
internal readonly record struct PixelBox(int Left, int Top, int Width, int Height)
{
    // By how much of their size the edges of two boxes of one face may differ.
    private const double Tolerance = 0.2;

    // Puts boxes together whose edges lie near each other, also by way of others, into their mean, with the highest of their scores. Groups
    // of few boxes are dropped, and small ones within others that more boxes agree on. neighbours: groups of no more than so many are
    // dropped.
    public static IReadOnlyList<(PixelBox Box, double Score)> Grouped(IReadOnlyList<(PixelBox Box, double Score)> boxes, int neighbours)
    {
        var groups = Classes(boxes)
            .GroupBy(static pair => pair.Class, pair => boxes[pair.Index])
            .Select(static group =>
                (
                    Box: Mean([.. group.Select(static member => member.Box)]),
                    Count: group.Count(),
                    Score: group.Max(static member => member.Score)
                )
            )
            .Where(group => group.Count > neighbours)
            .ToArray();
        return
        [
            .. groups
                .Where(group =>
                    !groups.Any(other =>
                        other != group && group.Box.IsWithin(other.Box) && (other.Count > Math.Max(3, group.Count) || group.Count < 3)
                    )
                )
                .Select(static group => (group.Box, group.Score)),
        ];
    }

    // The first of those that belong together stands for all.
    private static IEnumerable<(int Index, int Class)> Classes(IReadOnlyList<(PixelBox Box, double Score)> boxes)
    {
        var above = Enumerable.Range(0, boxes.Count).ToArray();
        for (var i = 0; i < boxes.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (boxes[i].Box.IsLike(boxes[j].Box))
                {
                    var (a, b) = (Root(i), Root(j));
                    above[Math.Max(a, b)] = Math.Min(a, b);
                }
            }
        }
        return Enumerable.Range(0, boxes.Count).Select(i => (i, Root(i))).ToArray();

        int Root(int i)
        {
            while (above[i] != i)
            {
                i = above[i] = above[above[i]];
            }
            return i;
        }
    }

    private bool IsLike(PixelBox other)
    {
        var most = Tolerance * 0.5 * (Math.Min(Width, other.Width) + Math.Min(Height, other.Height));
        return Math.Abs(Left - other.Left) <= most
            && Math.Abs(Top - other.Top) <= most
            && Math.Abs(Left + Width - other.Left - other.Width) <= most
            && Math.Abs(Top + Height - other.Top - other.Height) <= most;
    }

    private bool IsWithin(PixelBox other)
    {
        var (across, down) = ((int)Math.Round(other.Width * Tolerance), (int)Math.Round(other.Height * Tolerance));
        return Left >= other.Left - across
            && Top >= other.Top - down
            && Left + Width <= other.Left + other.Width + across
            && Top + Height <= other.Top + other.Height + down;
    }

    private static PixelBox Mean(PixelBox[] boxes)
    {
        var share = 1f / boxes.Length;
        return new(Of(static box => box.Left), Of(static box => box.Top), Of(static box => box.Width), Of(static box => box.Height));

        int Of(Func<PixelBox, int> edge) => (int)MathF.Round(boxes.Sum(edge) * share);
    }
}
