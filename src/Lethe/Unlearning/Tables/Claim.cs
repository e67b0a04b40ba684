namespace Lethe.Unlearning.Tables;

/// <summary>Something the paper says in words, put to the test on one network's records.</summary>
/// <param name="ForgetClass">The class to forget, counted from 0.</param>
/// <param name="Measured">The number it is about.</param>
/// <param name="Limit">What the number is held against.</param>
public sealed record Claim(
    string Dataset,
    string Model,
    int Seed,
    int? ForgetClass,
    string Text,
    double Measured,
    double Limit,
    bool Holds
);
