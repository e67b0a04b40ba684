namespace Lethe.Data;

/// <summary>Per-channel mean and standard deviation of pixels in [0, 1]; a network sees <c>(x - mean) / std</c>.</summary>
public sealed record Normalization(float[] Mean, float[] Std)
{
    /// <summary>Of the 60,000 training images, padded to 32x32 or not: the usual 28x28 figures.</summary>
    public static Normalization FashionMnist { get; } = new([0.2860f, 0.2860f, 0.2860f], [0.3530f, 0.3530f, 0.3530f]);

    /// <summary>Of the 50,000 training images.</summary>
    public static Normalization Cifar10 { get; } = new([0.4914f, 0.4822f, 0.4465f], [0.2470f, 0.2435f, 0.2616f]);

    /// <summary>ImageNet's, the convention for photographs of faces.</summary>
    public static Normalization ImageNet { get; } = new([0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]);

    /// <summary>Pixels from -1 to 1, as Inception and Xception were trained.</summary>
    public static Normalization Half { get; } = new([0.5f, 0.5f, 0.5f], [0.5f, 0.5f, 0.5f]);

    /// <summary>Pixels from 0 to 1, as they are.</summary>
    public static Normalization None { get; } = new([0, 0, 0], [1, 1, 1]);
}
