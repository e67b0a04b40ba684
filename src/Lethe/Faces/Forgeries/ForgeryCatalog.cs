namespace Lethe.Faces.Forgeries;

/// <summary>The families of pseudo-forgeries: one line each.</summary>
public static class ForgeryCatalog
{
    private static readonly IForgery[] Families =
    [
        new SelfBlend(),
        new AutoencoderSwap(),
        new GraphicsSwap(),
        new ExpressionWarp(),
        new MouthResynthesis(),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Families.Select(static family => family.Name)];

    /// <exception cref="LetheException">No family of that name (Usage).</exception>
    public static IForgery Get(string name) =>
        Families.FirstOrDefault(family => family.Name == name)
        ?? throw LetheException.Usage($"There is no forgery {name}. There are: {string.Join(", ", Names)}.");
}
