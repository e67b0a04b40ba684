namespace Lethe.Runtime;

/// <summary>Draws that a forgery needs.</summary>
internal static class RandomDraws
{
    /// <summary>Uniform.</summary>
    public static float Between(this RandomStream random, double from, double to) => (float)(from + ((to - from) * random.NextDouble()));

    public static bool Chance(this RandomStream random, double probability) => random.NextDouble() < probability;

    /// <summary>Standard normal (Box and Muller, 1958).</summary>
    public static float Normal(this RandomStream random)
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
        return (float)(radius * Math.Cos(2 * Math.PI * random.NextDouble()));
    }
}
