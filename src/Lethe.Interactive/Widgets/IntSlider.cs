namespace Lethe.Interactive.Widgets;

/// <summary>A slider over whole numbers: <c>var s = new IntSlider(0, 10); s.Changed += value => …; display(s);</c></summary>
/// <param name="value">At first; the least if not said.</param>
/// <exception cref="ArgumentException">There is nothing between the limits, or no step.</exception>
public sealed class IntSlider(int least, int most, int? value = null, int step = 1)
    : NumberSlider<int>("IntSlider", least, most, value ?? least, step, "d");
