namespace Lethe.Interactive.Widgets;

/// <summary>A slider with two handles.</summary>
/// <param name="value">At first; all if not said.</param>
/// <param name="step">A hundredth of the range if not said.</param>
/// <exception cref="ArgumentException">There is nothing between the limits, or no step.</exception>
public sealed class FloatRangeSlider(double least, double most, (double Low, double High)? value = null, double? step = null)
    : RangeSlider<double>(
        "FloatRangeSlider",
        least,
        most,
        value ?? (least, most),
        step ?? (most - least) / 100,
        SliderNumbers.Format(step ?? (most - least) / 100)
    );
