namespace Lethe.Detection;

/// <summary>How dependence is estimated from Gram matrices; see <see cref="Hsic"/>.</summary>
public enum HsicEstimator
{
    /// <c>tr(KHLH) / (m - 1)^2</c> (Gretton et al. 2005). It grows with the spread of the features as well.
    Biased,

    /// <summary>Song et al. 2012: without the bias that a small batch brings; may be below 0.</summary>
    Unbiased,

    /// <summary>The normalised form of the HSIC-bottleneck code (Ma, Lewis and Kleijn 2020): 0 to m - 1, near its upper end for almost
    /// anything at m = 32.</summary>
    NormalizedCca,

    /// <summary><see cref="Biased"/> over the square root of the product of both with themselves (Kornblith et al. 2019): at most 1, well
    /// above 0 even for independent features.</summary>
    Cka,

    /// <summary>The same with <see cref="Unbiased"/>: 1 for equal features, about 0 for independent ones, whatever the bandwidth; 0 as well
    /// where a bandwidth far too small tells any two rows wholly apart.</summary>
    DebiasedCka,
}
