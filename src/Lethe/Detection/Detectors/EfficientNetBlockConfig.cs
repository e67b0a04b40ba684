namespace Lethe.Detection.Detectors;

/// <summary>One block of an EfficientNet.</summary>
/// <param name="Expansion">Its middle is this many times as wide as its input.</param>
internal sealed record EfficientNetBlockConfig(int Kernel, int Stride, int Expansion, int Input, int Output);
