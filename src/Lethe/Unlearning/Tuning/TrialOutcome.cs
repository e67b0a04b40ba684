namespace Lethe.Unlearning.Tuning;

/// <summary>What came of a trial: medians over forgotten classes and seeds, accuracies in percent.</summary>
/// <param name="Number">Of the trial.</param>
/// <param name="Forget">On D_f.</param>
/// <param name="ForgetValidation">On V_f, images of the class that nothing was trained on.</param>
/// <param name="RetainValidation">On V_r, those of the other classes: what is to be kept.</param>
/// <param name="Units">See <see cref="IUnlearningMethod.Units"/>.</param>
public sealed record TrialOutcome(int Number, double Forget, double ForgetValidation, double RetainValidation, double Units)
{
    /// <summary>A run that ended in numbers that are not finite, or that was too dear to begin.</summary>
    public static TrialOutcome Lost(int number, double units) => new(number, 100, 100, 0, units);

    /// <summary>True if it left too little of the network to be chosen at all.</summary>
    public bool IsKilled => !(RetainValidation >= TuningProtocol.Killed);

    /// <summary>True if it forgot: see <see cref="TuningProtocol.Forgotten"/>.</summary>
    public bool IsFeasible => !IsKilled && Remembered <= TuningProtocol.Forgotten;

    /// <summary>The larger of what is left of D_f and of V_f.</summary>
    public double Remembered => Math.Max(Forget, ForgetValidation);
}
