namespace Lethe.Detection;

/// <summary>Takes all three colours at a place between pixels at once: <see cref="Sampling.Cubic"/> for the camera, which asks for millions.</summary>
internal static class Cubic
{
    /// <summary>Adds <paramref name="gain"/> times the colour at (x, y) to three values from <paramref name="at"/> on.</summary>
    public static void Add(Picture picture, float x, float y, float gain, float[] values, int at)
    {
        var side = picture.Side;
        (x, y) = (Math.Clamp(x, 0, side - 1), Math.Clamp(y, 0, side - 1));
        var (left, top) = ((int)x, (int)y);
        Span<float> across = stackalloc float[4], down = stackalloc float[4];
        Sampling.Weights(x - left, across);
        Sampling.Weights(y - top, down);
        Span<int> columns = [Math.Max(left - 1, 0), left, Math.Min(left + 1, side - 1), Math.Min(left + 2, side - 1)];
        Span<int> rows = [side * Math.Max(top - 1, 0), side * top, side * Math.Min(top + 1, side - 1), side * Math.Min(top + 2, side - 1)];
        for (var channel = 0; channel < 3; channel++)
        {
            var plane = picture.Planes[channel].Values;
            var sum = 0f;
            for (var j = 0; j < 4; j++)
            {
                var row = rows[j];
                sum += down[j] * ((across[0] * plane[row + columns[0]]) + (across[1] * plane[row + columns[1]]) + (across[2] * plane[row + columns[2]]) + (across[3] * plane[row + columns[3]]));
            }
            values[at + channel] += gain * sum;
        }
    }
}
