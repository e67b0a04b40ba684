namespace Lethe.Detection.Explain;

/// <summary>
/// A crop by its frequencies: networks that draw faces leave too much or too little of the fine ones. Luma, less its mean, under a Hann
/// window (else the edges of the crop would draw a cross), Fourier-transformed.
/// </summary>
/// <param name="Side">Pixels of the crop, and of the spectrum.</param>
/// <param name="Spectrum">side x side, row by row: log10 |F|, frequency 0 in the middle.</param>
/// <param name="Profile">Mean of <paramref name="Spectrum"/> over all directions: one number a whole frequency, from 0 to side / 2 periods
/// a crop.</param>
public sealed record FrequencyView(int Side, float[] Spectrum, double[] Profile)
{
    private const double Floor = 1e-6; // far below one grey step: keeps the logarithm of nothing finite

    /// <param name="rgb">side x side x 3 bytes, row by row.</param>
    public static FrequencyView Of(byte[] rgb, int side)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var luma = new float[side * side];
        for (var i = 0; i < luma.Length; i++)
        {
            luma[i] = ((0.299f * rgb[3 * i]) + (0.587f * rgb[(3 * i) + 1]) + (0.114f * rgb[(3 * i) + 2])) / 255;
        }
        var plane = tensor(luma, [side, side]);
        var hann = tensor(Enumerable.Range(0, side).Select(i => (float)(0.5 - (0.5 * Math.Cos(2 * Math.PI * (i + 0.5) / side)))).ToArray());
        // F = DFT(w (Y - mean Y)) / side: the orthonormal transform
        var transformed = fft.fftshift(fft.fft2((plane - plane.mean()) * hann.outer(hann)) / side).abs();
        var spectrum = (transformed + Floor).log10().to(ScalarType.Float32).contiguous().data<float>().ToArray();
        return new(side, spectrum, Rings(spectrum, side));
    }

    private static double[] Rings(float[] spectrum, int side)
    {
        var (sums, counts) = (new double[(side / 2) + 1], new int[(side / 2) + 1]);
        for (var i = 0; i < spectrum.Length; i++)
        {
            var (x, y) = ((i % side) - (side / 2), (i / side) - (side / 2));
            var ring = (int)Math.Round(Math.Sqrt((x * x) + (y * y)));
            if (ring < sums.Length)
            {
                sums[ring] += spectrum[i];
                counts[ring]++;
            }
        }
        return [.. sums.Select((sum, ring) => sum / counts[ring])];
    }
}
