namespace Lethe.Kernel.Directives;

/// <summary>Back to C# after another language, and what editors put at the head of a cell.</summary>
internal sealed class CSharpDirective : IDirective
{
    public const string Name = "#!csharp";

    public IReadOnlyList<string> Names { get; } = [Name, "#!cs", "#!c#"];

    public string Usage => "";

    public string Help => "What follows is C#.";

    public void Run(DirectiveCall call) { }
}
