namespace Lethe.Interactive.Widgets;

/// <summary>A slider with two handles, over whole numbers.</summary>
/// <param name="value">At first; all if not said.</param>
/// <exception cref="ArgumentException">There is nothing between the limits, or no step.</exception>
public sealed class IntRangeSlider(int least, int most, (int Low, int High)? value = null, int step = 1)
    : RangeSlider<int>("IntRangeSlider", least, most, value ?? (least, most), step, "d");
