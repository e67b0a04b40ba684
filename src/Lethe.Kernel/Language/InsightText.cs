using Microsoft.CodeAnalysis.Completion;
using Microsoft.CodeAnalysis.QuickInfo;

namespace Lethe.Kernel.Language;

/// <summary>What Roslyn has found out, in the words of Jupyter's front ends.</summary>
internal static class InsightText
{
    public static (string Markdown, string Plain) Render(QuickInfoItem info)
    {
        var sections = info
            .Sections.Where(static section => section.Text.Length > 0)
            .Select(static section => (section.Kind, Text: section.Text.Trim().ReplaceLineEndings("\n")))
            .ToList();
        var markdown = sections.Select(static section =>
            section.Kind == QuickInfoSectionKinds.Description
                ? $"```csharp\n{section.Text}\n```"
                : section.Text.Replace("\n", "  \n", StringComparison.Ordinal)
        );
        return (string.Join("\n\n", markdown).TrimEnd(), string.Join("\n\n", sections.Select(static section => section.Text)).TrimEnd());
    }

    // The first of Roslyn's words that is one of Jupyter's front ends, in their spelling.
    public static string Kind(CompletionItem item) =>
        item.Tags.Select(static tag =>
                tag switch
                {
                    "Structure" => "struct",
                    "Delegate" => "class",
                    "ExtensionMethod" => "method",
                    "Local" or "Parameter" or "RangeVariable" => "variable",
                    "Namespace" => "module",
                    "Class" or "Interface" or "Enum" or "EnumMember" or "TypeParameter" => char.ToLowerInvariant(tag[0]) + tag[1..],
                    "Method" or "Property" or "Field" or "Event" or "Constant" => tag.ToLowerInvariant(),
                    "Keyword" or "Operator" or "Snippet" => tag.ToLowerInvariant(),
                    _ => null,
                }
            )
            .FirstOrDefault(static kind => kind is not null)
        ?? "text";
}
