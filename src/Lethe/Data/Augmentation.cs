namespace Lethe.Data;

/// <summary>Random crop after zero padding, and random left-right flip of half the images.</summary>
/// <param name="Padding">Pixels on each side; 0 for no crop.</param>
public sealed record Augmentation(int Padding, bool Flip)
{
    public static Augmentation None { get; } = new(0, false);

    public static Augmentation CropFlip { get; } = new(4, true);

    public static Augmentation FlipOnly { get; } = new(0, true);

    /// <summary>On the batch's own device, in one gather.</summary>
    /// <param name="images">uint8, N x C x H x W.</param>
    /// <returns>uint8, N x H x W x C: the gather's natural order, and the one channels-last wants.</returns>
    public Tensor Apply(Tensor images, RandomStream random)
    {
        var (count, height, width) = (images.shape[0], images.shape[2], images.shape[3]);
        var (tops, lefts, steps) = (new long[count], new long[count], new long[count]);
        for (var i = 0; i < count; i++)
        {
            var mirrored = Flip && (random.Next() >> 63) == 1;
            tops[i] = random.Next((2 * Padding) + 1);
            lefts[i] = random.Next((2 * Padding) + 1) + (mirrored ? width - 1 : 0);
            steps[i] = mirrored ? -1 : 1;
        }
        var padded = Padding == 0 ? images : nn.functional.pad(images, [Padding, Padding, Padding, Padding]);
        var device = images.device;
        var row = tensor(tops, device: device).view(-1, 1, 1) + arange(height, device: device).view(1, -1, 1);
        var column =
            tensor(lefts, device: device).view(-1, 1, 1)
            + (tensor(steps, device: device).view(-1, 1, 1) * arange(width, device: device).view(1, 1, -1));
        return padded.permute(0, 2, 3, 1)[arange(count, device: device).view(-1, 1, 1), row, column];
    }
}
