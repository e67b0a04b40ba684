using Spectre.Console;
using Spectre.Console.Rendering;

namespace Lethe.Cli.Views;

/// <summary>A bar of fixed width that is filled as far as the work has come.</summary>
internal sealed class Bar(double done, double total) : Renderable
{
    private const int Cells = 30;

    protected override Measurement Measure(RenderOptions options, int maxWidth) => new(Cells, Cells);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var filled = total > 0 ? (int)Math.Round(Cells * Math.Clamp(done / total, 0, 1)) : 0;
        var (full, empty) = options.Unicode ? ('━', '─') : ('#', '-');
        yield return new(new(full, filled), new Style(Color.Green));
        yield return new(new(empty, Cells - filled), new Style(Color.Grey));
    }
}
