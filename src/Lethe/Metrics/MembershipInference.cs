namespace Lethe.Metrics;

/// <summary>
/// MIA efficacy: an attacker learns on the unlearned network itself how training images (D_r, members) differ from unseen ones (D_tr,
/// non-members) in one number of the output; the metric is the percentage of D_f that it then judges NON-member.
/// <para>Form: logistic regression on that one number, members and non-members weighing the same, decision at 1/2: a threshold whose place
/// is learned. Its direction is fixed, members are surer (Yeom et al. 2018), so that D_f is not judged by chance where the two sides cannot
/// be told apart. SalUn uses an RBF support vector machine on the same two numbers. D_tr is used rather than the whole test set, whose
/// forgotten class would teach the attacker the answer.</para>
/// <para>Needs: logits on D_r, D_tr and D_f. Direction: close to Retrain. 100 says that D_f looks unseen (or, over-unlearned, stranger than
/// anything unseen), 0 that it looks memorised. <see cref="AttackResult.AttackAccuracy"/> says how much the attacker knows.</para>
/// <para>Source: SalUn (ICLR 2024), after Song and Mittal (USENIX Security 2021).</para>
/// </summary>
public static class MembershipInference
{
    /// <param name="NonMemberPercent">Of D_f.</param>
    /// <param name="AttackAccuracy">Percent of D_r and D_tr (weighing the same) that the attacker tells apart; 50 is guessing.</param>
    public sealed record AttackResult(double NonMemberPercent, double AttackAccuracy);

    /// <summary>The attack on the probability of the true class, <c>p_y</c>.</summary>
    public static AttackResult Confidence(SplitOutputs outputs) => Attack(outputs, TrueClassProbability);

    /// <summary>The attack on the entropy of the output, <c>-sum_k p_k ln p_k</c> (members have less); needs no labels.</summary>
    public static AttackResult Entropy(SplitOutputs outputs) => Attack(outputs, static part => Certainty(part.Logits));

    private static AttackResult Attack(SplitOutputs outputs, Func<SplitOutputs.Part, double[]> number) =>
        Attack(number(outputs.Retain), number(outputs.RetainTest), number(outputs.Forget));

    /// <param name="members">One number an image that was trained on; expected to be larger than those of
    /// <paramref name="others"/>.</param>
    /// <param name="others">One number an image that was not.</param>
    /// <param name="targets">One number an image to judge.</param>
    /// <returns>NaN where a side is empty or a number not finite.</returns>
    public static AttackResult Attack(double[] members, double[] others, double[] targets)
    {
        if (
            members.Length == 0
            || others.Length == 0
            || targets.Length == 0
            || !members.Concat(others).Concat(targets).All(double.IsFinite)
        )
        {
            return new(double.NaN, double.NaN);
        }
        var decision = new LogisticDecision(members, others);
        return new(decision.PercentOther(targets), (100 - decision.PercentOther(members) + decision.PercentOther(others)) / 2);
    }

    private static double[] TrueClassProbability(SplitOutputs.Part part)
    {
        using var scope = NewDisposeScope();
        return OutputDivergence.Probabilities(part.Logits).gather(1, part.Labels.view(-1, 1)).view(-1).data<double>().ToArray();
    }

    private static double[] Certainty(Tensor logits)
    {
        using var scope = NewDisposeScope();
        return (-OutputDivergence.Entropy(OutputDivergence.Probabilities(logits))).data<double>().ToArray();
    }
}
