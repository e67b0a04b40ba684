namespace Lethe.Unlearning;

/// <summary>
/// The logits of a linear head, N x C, laid out class by class (as the transpose of C x N): so the product with the features is half again
/// as fast, and a softmax over few classes ten times. The same numbers in the usual order work too.
/// </summary>
internal static class HeadLogits
{
    /// <summary><c>W f + b</c>, row by row.</summary>
    /// <param name="weight">C x d.</param>
    /// <param name="bias">C.</param>
    /// <param name="features">N x d.</param>
    public static Tensor Of(Tensor weight, Tensor bias, Tensor features)
    {
        using var column = bias.unsqueeze(1);
        using var transposed = features.t();
        using var logits = addmm(column, weight, transposed, 1, 1);
        return logits.t();
    }

    /// <summary><c>sigma(z; 1)</c>, row by row.</summary>
    public static Tensor Sigma(this Tensor logits)
    {
        using var transposed = logits.t();
        using var probabilities = transposed.softmax(0);
        return probabilities.t();
    }

    /// <summary><c>argmax z</c>, row by row; int64, N.</summary>
    public static Tensor Called(this Tensor logits)
    {
        using var rows = logits.contiguous();
        return rows.argmax(1);
    }
}
