using Lethe.Data;

namespace Lethe.Faces.Paired;

// Bytes of paired images, made into what a detector looks at: once for all qualities, in one copy.
internal sealed class PairedPixels : IDisposable
{
    private readonly Tensor mean,
        scale;
    private readonly Device device;
    private readonly ScalarType type;

    public PairedPixels(Normalization normalization, Device device, Precision precision)
    {
        using var scope = NewDisposeScope();
        (this.device, type) = (device, precision.Type());
        mean = tensor(normalization.Mean, device: device).mul(255).DetachFromDisposeScope();
        scale = tensor(normalization.Std, device: device).mul(255).reciprocal().DetachFromDisposeScope();
    }

    // pixels: uint8, B x M x 3 x side x side, as Read gives it, on any device. mirrored: of each instance, whether all of its qualities are
    // mirrored; null for none. Gives M*B x 3 x side x side, as DetectorBatch.Images lie; in the caller's scope.
    public Tensor Prepare(Tensor pixels, bool[]? mirrored = null)
    {
        using var scope = NewDisposeScope();
        var last = pixels.to(device).permute(1, 0, 3, 4, 2).contiguous(); // M x B x side x side x 3
        if (mirrored is not null && mirrored.Contains(true))
        {
            var rows = tensor(
                mirrored.Index().Where(static pair => pair.Item).Select(static pair => (long)pair.Index).ToArray(),
                device: device
            );
            last.index_copy_(1, rows, last.index_select(1, rows).flip(3));
        }
        return last.to(ScalarType.Float32).sub_(mean).mul_(scale).to(type).flatten(0, 1).permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        mean.Dispose();
        scale.Dispose();
    }
}
