using static TorchSharp.torch;

namespace Lethe.Detection.Detectors;

/// <summary>What MAT sees in a batch.</summary>
/// <param name="Output">As every detector's.</param>
/// <param name="Attention">N x M x h x w, not negative.</param>
/// <param name="Regions">N x M x C, float32: for each attention map the mean texture it looks at, of length 1.</param>
internal sealed record MatOutput(DetectorOutput Output, Tensor Attention, Tensor Regions);
