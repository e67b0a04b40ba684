namespace Lethe.Metrics;

/// <summary>
/// US: how well the other classes are kept and the forgotten one is gone, in one number.
/// <para>Needs: the two TEST accuracies. Direction: higher is better; 1 for D_tr = 100 %, D_tf = 0 %, and 0 for the opposite.</para>
/// <para>Source: LAU (AAAI 2024), "Metrics"; the slides' rows follow from test accuracies, not from training accuracies.</para>
/// </summary>
public static class UnlearningScore
{
    /// <param name="retainTest">D_tr, percent.</param>
    /// <param name="forgetTest">D_tf, percent.</param>
    public static double Of(double retainTest, double forgetTest) =>
        // US = (exp(D_tr / 100) + exp(1 - D_tf / 100) - 2) / (2 (e - 1))
        (Math.Exp(retainTest / 100) + Math.Exp(1 - (forgetTest / 100)) - 2) / (2 * (Math.E - 1));
}
