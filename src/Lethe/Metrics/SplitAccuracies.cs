namespace Lethe.Metrics;

/// <summary>The four accuracies of one network, as in the slides, in percent (<see cref="Accuracy"/>); NaN for a part without
/// images.</summary>
/// <param name="Retain">D_r: training images of the other classes; higher is better.</param>
/// <param name="Forget">D_f: training images of the forgotten class; lower is better.</param>
/// <param name="RetainTest">D_tr: test images of the other classes; higher is better.</param>
/// <param name="ForgetTest">D_tf: test images of the forgotten class; lower is better.</param>
public sealed record SplitAccuracies(double Retain, double Forget, double RetainTest, double ForgetTest)
{
    /// <summary>US.</summary>
    public double Score => UnlearningScore.Of(RetainTest, ForgetTest);
}
