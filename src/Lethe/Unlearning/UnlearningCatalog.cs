using Lethe.Unlearning.Forgetting;

namespace Lethe.Unlearning;

/// <summary>
/// The methods of the kit: one line each. Their settings at each profile are their own, see <see cref="IUnlearningMethod.For"/>.
/// </summary>
public static class UnlearningCatalog
{
    /// <summary>The network before a method; no method itself, but a row of every table.</summary>
    public const string Original = "original";

    /// <summary>The ideal that methods are held against.</summary>
    public const string Retrain = "retrain";

    // 1 - 0.9^128 of the batches hold an image of one class of ten.
    private const string WhyNotAmnesiac =
        "Amnesiac unlearning cannot forget a class: it takes back every training step that saw an image of it, and one class of ten is in "
        + "99.9999 % of batches of 128, so what is left is the network before its training. Take random-label-retain, which two "
        + "repositories call amnesiac.";

    /// <summary>In the order of the tables.</summary>
    public static Catalog<IUnlearningMethod> All { get; } =
        new(
            "method",
            [
                new Retrain(),
                new NegativeGradient(),
                new FineTune(),
                new RandomLabel(),
                new FisherForgetting(),
                new BoundaryShrink(),
                new Iwu(),
                new Lau(),
                new Delete(),
                new LogitMask(),
                new RandomLabelWithRetain(),
                new SalUn(),
                new SalUn { Soft = true, Ratio = 1 },
                new Scrub(),
                new Scrub { Rewinds = true },
                new NegGradPlus(),
                new Ssd(),
                new Ssd { Importance = SsdImportance.LabelFree },
                new Ssd { Importance = SsdImportance.Adaptive },
                new BadTeacher(),
                new Unsir(),
                new Jit(),
                new L1Sparse(),
                new PruneThenUnlearn(),
                new CfK(),
                new EuK(),
                new RetrainHead(),
                new Influence(),
                new BoundaryExpand(),
            ]
        );

    public static IReadOnlyList<string> Names => All.Names;

    /// <summary>The rows of tables: the original, then the methods.</summary>
    public static IReadOnlyList<string> Rows => [Original, .. Names];

    /// <summary>Methods with a table of their own, beside LAU.</summary>
    public static IReadOnlyList<string> Rivals => [.. All.Where(static method => method.IsRival).Select(static method => method.Name)];

    /// <summary>The paper's rows.</summary>
    public static IReadOnlyList<string> PaperRows =>
        [Original, .. All.Where(static method => method.IsInPaper).Select(static method => method.Name)];

    /// <param name="profile"><c>smoke</c>, <c>quick</c>, <c>small</c> or <c>paper</c>.</param>
    /// <param name="tuned">Settings in place of the profile's own; null for those.</param>
    /// <exception cref="LetheException">No such method, or no such profile (<see cref="ExitCode.Usage"/>).</exception>
    public static IUnlearningMethod Create(string name, string profile, TunedMethod? tuned = null)
    {
        var method = name == "amnesiac" ? throw LetheException.Usage(WhyNotAmnesiac) : All.Get(name).For(Profile.Get(profile));
        return tuned is null ? method : method.Space.Apply(method, tuned.Settings);
    }

    /// <summary>Of some rows those that can forget such a set.</summary>
    /// <param name="isChosen">Whether somebody named them: then one that cannot is refused, and not left out.</param>
    /// <exception cref="LetheException">One of them cannot, and why (<see cref="ExitCode.Usage"/>).</exception>
    public static IReadOnlyList<string> For(ForgetKind kind, IReadOnlyList<string> rows, bool isChosen)
    {
        foreach (var method in isChosen ? rows.Select(All.Find).OfType<IUnlearningMethod>() : [])
        {
            Require(method, kind);
        }
        return [.. rows.Where(row => All.Find(row)?.Refusal(kind) is null)];
    }

    /// <exception cref="LetheException">The method cannot forget such a set (<see cref="ExitCode.Usage"/>).</exception>
    public static void Require(IUnlearningMethod method, ForgetKind kind)
    {
        if (method.Refusal(kind) is { } why)
        {
            throw LetheException.Usage($"{method.Name} cannot do that. {why}");
        }
    }

    /// <summary>What tables call a row; the name itself where it is not known.</summary>
    public static string TitleOf(string name) => name == Original ? "Original" : All.TitleOf(name);

    /// <summary>Rows in the order of the tables, without repetitions.</summary>
    public static IReadOnlyList<string> InOrder(params IEnumerable<string> found) =>
        [.. All.InOrder(found).OrderBy(static name => name != Original)];
}
