using Lethe.Unlearning.Forgetting;

namespace Lethe.Unlearning;

/// <summary>
/// The trivial bound that every head-only method must be read beside: never predict a forgotten class, <c>b[c_f] = -inf</c>. It reads no
/// image and forgets nothing; the features are untouched.
/// </summary>
public sealed record LogitMask : IUnlearningMethod
{
    public string Name => "logit-mask";

    public string Title => "Logit mask";

    public bool IsInPaper => false;

    public DataAccess Reads => DataAccess.None;

    public string? Refusal(ForgetKind kind) =>
        kind switch
        {
            ForgetKind.Class or ForgetKind.Classes => null,
            ForgetKind.SubClass => "A mask knows the classes of the network only: it would take the whole super-class away.",
            _ => "A mask takes a class away, and here no class is to go.",
        };

    public void Unlearn(UnlearningTask task)
    {
        using var noGrad = no_grad();
        foreach (var one in task.ForgetClasses)
        {
            using var entry = task.Model.Head.bias!.narrow(0, one, 1);
            entry.fill_(double.NegativeInfinity);
        }
        task.Model.eval();
    }
}
