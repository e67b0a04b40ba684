using Lethe.Kernel.Compiling;
using Lethe.Kernel.Directives;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Completion;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.QuickInfo;
using Microsoft.CodeAnalysis.Text;

namespace Lethe.Kernel.Language;

/// <summary>
/// Completion and documentation, by the services that editors use. They work on a workspace of their own, which is made when first asked
/// and follows the session cell by cell: running a cell never waits for it.
/// </summary>
internal sealed class CodeInsight(CSharpSession session)
{
    // What a cell says of its functions is shown.
    private static readonly CSharpParseOptions Reading = CSharpSession.Parsing.WithDocumentationMode(DocumentationMode.Parse);

    private readonly Lazy<AdhocWorkspace> workspace = new(static () => new(MefHostServices.Create(MefHostServices.DefaultAssemblies)));
    private readonly SemaphoreSlim gate = new(1); // it is warmed up on a thread of its own
    private int followed;
    private int inherited;
    private ProjectId? last;

    /// <summary>Completes two lines that nobody has typed: makes the workspace and loads Roslyn's services, which takes a second and some
    /// 70 MB.</summary>
    public async Task WarmUpAsync(CancellationToken cancellation)
    {
        foreach (var line in (string[])["new[] { 1 }.Where(x => x.", "Ma"])
        {
            await CompleteAsync(line, line.Length, cancellation).ConfigureAwait(false);
        }
    }

    public Task<CompletionList> CompleteAsync(string cell, int position, CancellationToken cancellation) =>
        InTurnAsync(() => CompleteInTurnAsync(cell, position, cancellation), cancellation);

    private async Task<CompletionList> CompleteInTurnAsync(string cell, int position, CancellationToken cancellation)
    {
        if ((CompleteDirective(cell, position) ?? LocalPackages.Complete(cell, position)) is { } directive)
        {
            return directive;
        }
        if (Document(cell, position) is not { } document || CompletionService.GetService(document) is not { } service)
        {
            return new(position, position, []);
        }
        var found = await service.GetCompletionsAsync(document, position, cancellationToken: cancellation).ConfigureAwait(false);
        var typed = cell[found.Span.Start..Math.Max(found.Span.Start, Math.Min(position, found.Span.End))];
        var items = found
            .ItemsList.Where(item => !item.IsComplexTextEdit && item.FilterText.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(item => item.FilterText.StartsWith(typed, StringComparison.Ordinal))
            .ThenBy(static item => item.SortText, StringComparer.OrdinalIgnoreCase)
            .Select(static item => (item.Properties.GetValueOrDefault("InsertionText") ?? item.DisplayText, InsightText.Kind(item)))
            .Distinct()
            .ToList();
        return new(found.Span.Start, Math.Max(position, found.Span.End), items);
    }

    /// <returns>Markdown and plain text about what stands at the cursor, or about the method whose arguments it is in; null if nothing is
    /// known.</returns>
    public Task<(string Markdown, string Plain)?> InspectAsync(string cell, int position, CancellationToken cancellation) =>
        InTurnAsync(() => InspectInTurnAsync(cell, position, cancellation), cancellation);

    private async Task<T> InTurnAsync<T>(Func<Task<T>> ask, CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await ask().ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<(string Markdown, string Plain)?> InspectInTurnAsync(string cell, int position, CancellationToken cancellation)
    {
        if (Document(cell, position) is not { } document || QuickInfoService.GetService(document) is not { } service)
        {
            return null;
        }
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        // Of a literal there is nothing to say; the cursor may stand just behind the word.
        int?[] places = IsLiteral(root, position) ? [CalledAt(root, position)] : [position, position - 1, CalledAt(root, position)];
        foreach (var place in places)
        {
            if (place >= 0 && await service.GetQuickInfoAsync(document, place.Value, cancellation).ConfigureAwait(false) is { } info)
            {
                return InsightText.Render(info);
            }
        }
        return null;
    }

    private static CompletionList? CompleteDirective(string cell, int position)
    {
        var start = position == 0 ? 0 : cell.LastIndexOf('\n', position - 1) + 1;
        var typed = cell[start..position];
        if (!typed.TrimStart().StartsWith('#') || typed.Contains(' '))
        {
            return null;
        }
        start += typed.Length - typed.TrimStart().Length;
        var names = DirectiveCatalog
            .All.SelectMany(static directive => directive.Names)
            .Where(name => name.StartsWith(typed.TrimStart(), StringComparison.Ordinal))
            .Select(static name => (name, "magic"));
        return new(start, position, [.. names]);
    }

    // The cell as a document that continues the session; null if the cursor is not in C#. Directives become blanks, so that positions stay.
    private Document? Document(string cell, int position)
    {
        // The services run on threads with small stacks.
        if (cell.Contains('\r', StringComparison.Ordinal) || !CodeDepth.IsShallow(cell))
        {
            return null;
        }
        var text = cell.ToCharArray();
        var lines = cell.Split('\n');
        var isCode = new bool[lines.Length];
        foreach (var part in CellParts.Cut(cell).OfType<CellPart.Code>())
        {
            Array.Fill(isCode, true, part.Line, Math.Min(lines.Length, part.Text.Split('\n').Length) - part.Line);
        }
        var (at, inCode) = (0, lines.All(string.IsNullOrWhiteSpace));
        for (var i = 0; i < lines.Length; i++)
        {
            var end = at + lines[i].Length;
            inCode |= position >= at && position <= end && (isCode[i] || string.IsNullOrWhiteSpace(lines[i]));
            if (!isCode[i])
            {
                Array.Fill(text, ' ', at, lines[i].Length);
            }
            at = end + 1;
        }
        return inCode ? AddProject(Follow(), "cell", new(text)) : null;
    }

    private Solution Follow()
    {
        var solution = workspace.Value.CurrentSolution;
        for (; followed < session.Sources.Count; followed++)
        {
            var document = AddProject(
                solution,
                FormattableString.Invariant($"cell-{followed}"),
                CodeDepth.IsShallow(session.Sources[followed]) ? session.Sources[followed] : ""
            );
            solution = document.Project.Solution;
            last = document.Project.Id;
            inherited = session.References.Count;
        }
        workspace.Value.TryApplyChanges(solution);
        return workspace.Value.CurrentSolution;
    }

    private Document AddProject(Solution solution, string name, string code)
    {
        var project = ProjectInfo.Create(
            ProjectId.CreateNewId(name),
            VersionStamp.Create(),
            name,
            name,
            LanguageNames.CSharp,
            compilationOptions: last is null ? session.Options : session.Options.WithUsings(),
            parseOptions: Reading,
            projectReferences: last is null ? [] : [new(last)],
            metadataReferences: session.References.Since(inherited),
            isSubmission: true
        );
        var document = DocumentId.CreateNewId(project.Id, name);
        return solution.AddProject(project).AddDocument(document, name, SourceText.From(code, Encoding.UTF8)).GetDocument(document)!;
    }

    private static bool IsLiteral(SyntaxNode? root, int position) =>
        root?.FindToken(position).Parent is LiteralExpressionSyntax literal && literal.Span.IntersectsWith(position);

    private static int? CalledAt(SyntaxNode? root, int position) =>
        root?.FindToken(Math.Max(0, position - 1)).Parent?.FirstAncestorOrSelf<ArgumentListSyntax>()?.Parent switch
        {
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } => member.Name.SpanStart,
            InvocationExpressionSyntax call => call.Expression.SpanStart,
            ObjectCreationExpressionSyntax creation => creation.Type.SpanStart,
            _ => null,
        };
}
