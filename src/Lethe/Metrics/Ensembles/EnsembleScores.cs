namespace Lethe.Metrics.Ensembles;

/// <summary>One number for each network of an ensemble and each of some images: a margin, or the class that it answers.</summary>
public sealed class EnsembleScores
{
    private readonly double[] values; // network by network

    /// <param name="values">Network by network.</param>
    /// <param name="networks">How many.</param>
    /// <exception cref="ArgumentException">They do not make that many rows of one length, or one is not a number.</exception>
    public EnsembleScores(double[] values, int networks)
    {
        if (networks < 1 || values.Length == 0 || values.Length % networks != 0 || Array.Exists(values, double.IsNaN))
        {
            throw new ArgumentException(
                $"{values.Length} scores, {values.Count(double.IsNaN)} of them no numbers, of {networks} networks."
            );
        }
        (this.values, Networks, Images) = (values, networks, values.Length / networks);
    }

    public int Networks { get; }

    public int Images { get; }

    public double this[int network, int image] => values[(network * Images) + image];

    /// <summary>What each network says of an image.</summary>
    public double[] Of(int image)
    {
        var column = new double[Networks];
        for (var network = 0; network < Networks; network++)
        {
            column[network] = values[(network * Images) + image];
        }
        return column;
    }

    /// <summary>Some of the networks; the same one may come several times.</summary>
    public EnsembleScores Take(params ReadOnlySpan<int> networks)
    {
        var taken = new double[networks.Length * Images];
        for (var i = 0; i < networks.Length; i++)
        {
            values.AsSpan(networks[i] * Images, Images).CopyTo(taken.AsSpan(i * Images));
        }
        return new(taken, networks.Length);
    }

    /// <summary>Two random halves; of an odd number one network is in neither.</summary>
    /// <exception cref="ArgumentException">Fewer than two networks.</exception>
    public (EnsembleScores One, EnsembleScores Other) Halves(RandomStream random)
    {
        int[] order = [.. random.Permutation(Networks).Select(static network => (int)network)];
        return (Take(order.AsSpan(0, Networks / 2)), Take(order.AsSpan(Networks / 2, Networks / 2)));
    }

    /// <exception cref="ArgumentException">The other ensemble was shown other images.</exception>
    internal void RequireSameImages(EnsembleScores other)
    {
        if (other.Images != Images)
        {
            throw new ArgumentException($"One ensemble was asked about {Images} images, the other about {other.Images}.");
        }
    }
}
