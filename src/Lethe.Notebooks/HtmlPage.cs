using Lethe.Interactive.Formatting;
using Lethe.Runtime;

namespace Lethe.Notebooks;

/// <summary>
/// A notebook as one page that opens offline: formulas by KaTeX, charts by plotly.js, and only if it needs them. The kit's own scripts run
/// on it;
/// what the notebook brings is shown without its scripts, unless <see cref="PageFrame.IsTrusted"/>.
/// </summary>
public static class HtmlPage
{
    /// <exception cref="NotebookException">The place cannot be written.</exception>
    public static void Write(NotebookFile notebook, string path, string title, PageFrame? frame = null) =>
        AtomicFile.Write(path, Render(notebook, title, frame));

    /// <param name="frame">Where the page stands; <see cref="PageFrame.Alone"/> if null.</param>
    public static string Render(NotebookFile notebook, string title, PageFrame? frame = null)
    {
        frame ??= PageFrame.Alone;
        var (outputs, contents) = (new OutputHtml(frame.Beside, frame.IsTrusted), new PageContents());
        var cells = notebook.Cells.Select(cell => Cell(cell, outputs, contents, frame)).ToList();
        cells.Insert(Math.Min(notebook.Cells is [{ IsCode: false }, ..] ? 1 : 0, cells.Count), contents.ToHtml());
        var about = NotebookAbstract.Of(notebook);
        var name = DirectionControls.Show(about.Title ?? title);
        Html main = $"{(about.HasHeading ? null : Heading(name))}{Html.Raw(DirectionControls.Show(string.Concat(cells)))}";
        var (above, below) = (PageNavigation.Above(frame), PageNavigation.Below(frame));
        var policy = frame.IsTrusted ? PagePolicy.Trusted : PagePolicy.Scripts($"{name}{above}{main}{below}", frame.Assets is not null);
        var libraries = new PageLibraries(frame.Assets, policy.Nonce);
        return new Page(name)
        {
            Policy = policy,
            Style = $"{PageAssets.Text("page.css")}{OutputStyle.Table.Css}{OutputStyle.Run.Css}{OutputStyle.Widget.Css}",
            Libraries = libraries.Of(main.ToString(), outputs.Charts),
            Above = above,
            Below = below.Add(libraries.Last(main.ToString(), outputs.Charts)),
        }
            .Add(main)
            .Render();
    }

    private static Html Heading(string name) => $"<h1>{name}</h1>\n";

    private static Html Cell(NotebookCell cell, OutputHtml outputs, PageContents contents, PageFrame frame)
    {
        var html =
            cell.Type == "markdown" ? outputs.Foreign(MarkdownHtml.Render(cell.Source, frame.Beside, contents), keepIds: true) : new Html();
        if (cell.IsCode && !cell.Tags.Contains("hide-input") && cell.Source.Trim().Length > 0)
        {
            html.Add($"<pre class=\"source\">{CodeColours.ToHtml(cell.Source)}</pre>\n");
        }
        html.Add($"{cell.Outputs.Select(outputs.Render)}");
        return cell.Tags.Contains(StudentVersion.Tag)
            ? (Html)$"<details class=\"solution\">\n<summary>{SolutionName.Of(cell)}</summary>\n{html}</details>\n"
            : html;
    }
}
