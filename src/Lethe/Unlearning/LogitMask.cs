namespace Lethe.Unlearning;

/// <summary>
/// The trivial bound that every head-only method must be read beside: never predict the forgotten class, <c>b[c_f] = -inf</c>. It reads no
/// image and forgets nothing; the features are untouched.
/// </summary>
public sealed record LogitMask : IUnlearningMethod
{
    public string Name => "logit-mask";

    public string Title => "Logit mask";

    public bool IsInPaper => false;

    public DataAccess Reads => DataAccess.None;

    public void Unlearn(UnlearningTask task)
    {
        using var noGrad = no_grad();
        using var entry = task.Model.Head.bias!.narrow(0, task.ForgetClass, 1);
        entry.fill_(double.NegativeInfinity);
        task.Model.eval();
    }
}
