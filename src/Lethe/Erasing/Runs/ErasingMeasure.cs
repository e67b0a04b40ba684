using Lethe.Runtime;

namespace Lethe.Erasing.Runs;

/// <summary>What decides every cell of the experiments on erasing, whatever the method.</summary>
/// <param name="Weights">Fingerprint of the model's.</param>
/// <param name="Device">CPU or CUDA: their results differ.</param>
/// <param name="DriftPaths">See <see cref="ErasingSizes.DriftPaths"/>.</param>
internal sealed record ErasingMeasure(string Weights, string Device, Precision Precision, ErasingSampler Sampler, int DriftPaths);
