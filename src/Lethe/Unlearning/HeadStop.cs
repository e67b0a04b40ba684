using TorchSharp.Modules;

namespace Lethe.Unlearning;

/// <summary>LAU's stop, <c>Acc(D_f) &lt;= tau</c>, under the head as it is now.</summary>
/// <param name="tau">Percent.</param>
/// <param name="features">N x d, of all of D_f.</param>
/// <param name="labels">int64, N.</param>
/// <param name="forgetClasses">Where they are several, calling an image by any of them is to remember it; else only its own counts.</param>
internal sealed class HeadStop(double tau, Tensor features, Tensor labels, Linear head, IReadOnlyList<int> forgetClasses)
{
    // Rows whose logits are computed at a time.
    private const long Chunk = 512;

    /// <summary>On D_f, percent.</summary>
    public double Accuracy { get; private set; } = 100;

    /// <summary><c>s(f)</c> at the last look at all, N x C.</summary>
    public Tensor Logits { get; } = zeros(labels.shape[0], head.weight!.shape[0], device: features.device);

    /// <summary>The forgotten classes, bool, C; null unless they are several.</summary>
    public Tensor? Forgotten { get; } =
        forgetClasses.Count > 1 ? ForgottenLogits.Mask(forgetClasses, head.weight!.shape[0], features.device) : null;

    public bool IsLeft => Accuracy > tau;

    /// <param name="atAll">Else the look ends where it is clear that too much is left, and <see cref="Accuracy"/> stays as it was.</param>
    public void Look(bool atAll)
    {
        var (count, right) = (labels.shape[0], 0L);
        for (var start = 0L; start < count; start += Chunk)
        {
            using var scope = NewDisposeScope();
            var length = Math.Min(Chunk, count - start);
            var logits = HeadLogits.Of(head.weight!, head.bias!, features.narrow(0, start, length));
            right += Remembered(logits.Called(), labels.narrow(0, start, length), Forgotten).sum().item<long>();
            if (atAll)
            {
                Logits.narrow(0, start, length).copy_(logits);
            }
            else if (100.0 * right / count > tau)
            {
                return;
            }
        }
        Accuracy = 100.0 * right / count;
    }

    /// <summary>Which images are called by their label, or by a forgotten one; bool, N.</summary>
    public static Tensor Remembered(Tensor called, Tensor labels, Tensor? forgotten) =>
        forgotten is null ? called.eq(labels) : forgotten.index_select(0, called);
}
