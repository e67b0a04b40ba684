namespace Lethe.Unlearning;

/// <summary>Settings that were chosen for a method, and how.</summary>
/// <param name="Trial">Which of the trials; 0 is the catalogue's own settings.</param>
/// <param name="Settings">What was searched, by name: see <see cref="IUnlearningMethod.Space"/>. Empty for trial 0.</param>
/// <param name="Forget">Accuracy on D_f, percent, median; likewise <paramref name="ForgetValidation"/> on V_f,
/// <paramref name="RetainValidation"/> on V_r.</param>
/// <param name="Trials">How many trials there were.</param>
/// <param name="Feasible">Of them those that forgot, 0 to 1.</param>
/// <param name="InterquartileRange">Of V_r over the trials, points.</param>
/// <param name="Seconds">That the trials took.</param>
public sealed record TunedMethod(
    int Trial,
    IReadOnlyDictionary<string, string> Settings,
    double Forget,
    double ForgetValidation,
    double RetainValidation,
    int Trials,
    double Feasible,
    double InterquartileRange,
    double Seconds
);
