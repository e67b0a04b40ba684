namespace Lethe.Interactive.Widgets;

/// <summary>A slider over numbers.</summary>
/// <param name="value">At first; the least if not said.</param>
/// <param name="step">A hundredth of the range if not said.</param>
/// <exception cref="ArgumentException">There is nothing between the limits, or no step.</exception>
public sealed class FloatSlider(double least, double most, double? value = null, double? step = null)
    : NumberSlider<double>(
        "FloatSlider",
        least,
        most,
        value ?? least,
        step ?? (most - least) / 100,
        SliderNumbers.Format(step ?? (most - least) / 100)
    );
