using Lethe.Data;
using Lethe.Unlearning;

namespace Lethe.Cli.Commands;

/// <summary>What <c>lethe unlearn</c> shows.</summary>
/// <param name="Before">Percent on D_r, D_f, D_tr, D_tf.</param>
/// <param name="After">Likewise.</param>
/// <param name="SamplesRead">Different training images.</param>
internal sealed record UnlearnResult(
    IUnlearningMethod Method,
    DatasetPair Data,
    int ForgetClass,
    ForgetSplit Split,
    double[] Before,
    double[] After,
    double Seconds,
    int SamplesRead,
    UnlearningTask Task
);
