namespace Lethe.Unlearning;

/// <summary>What a method that learns from D_f and D_r is shown in one step.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Images">Those of D_f, then those of D_r; N x C x H x W, as the network sees them.</param>
/// <param name="Labels">int64, N.</param>
/// <param name="Forget">Positions in D_f of the first of them.</param>
internal sealed record JointBatch(int Epoch, Tensor Images, Tensor Labels, long[] Forget)
{
    /// <summary>Whether all are of D_f.</summary>
    public bool IsForget => Forget.Length == Labels.shape[0];

    /// <summary>The rows of D_f.</summary>
    public Tensor OfForget(Tensor rows) => rows.narrow(0, 0, Forget.Length);

    /// <summary>The rows of D_r.</summary>
    public Tensor OfRetain(Tensor rows) => rows.narrow(0, Forget.Length, rows.shape[0] - Forget.Length);

    /// <summary>One batch of several, images joined as N x H x W x C: the order in which convolutions want them.</summary>
    public static (Tensor Images, Tensor Labels) Joined(IReadOnlyList<(Tensor Images, Tensor Labels)> parts) =>
        (
            cat([.. parts.Select(static part => part.Images.permute(0, 2, 3, 1))]).permute(0, 3, 1, 2),
            cat([.. parts.Select(static part => part.Labels)])
        );
}
