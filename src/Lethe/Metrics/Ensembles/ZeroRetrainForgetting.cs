namespace Lethe.Metrics.Ensembles;

/// <summary>
/// ZRF, zero retrain forgetting: how much like a network that learned nothing an unlearned one answers on D_f,
/// <c>1 - mean JS(p_u, p_random)</c>, in nats.
/// <para>From 0.307 (1 - ln 2) to 1. <b>To be read as a distance to Retrain's</b>: more is not better. What was made to answer at random
/// scores more than Retrain, which never saw the class and has an opinion all the same.</para>
/// <para>Source: Chundawat et al. (arXiv 2205.08096). Their code divides the sum over classes by their number once more, which gives about
/// 0.97 where the formula gives 0.91.</para>
/// </summary>
public static class ZeroRetrainForgetting
{
    /// <param name="unlearned">Logits on D_f, N x classes; likewise <paramref name="random"/>, of a network with fresh weights.</param>
    /// <returns>NaN for no images.</returns>
    public static double Of(Tensor unlearned, Tensor random) => 1 - OutputDivergence.JensenShannon(unlearned, random);
}
