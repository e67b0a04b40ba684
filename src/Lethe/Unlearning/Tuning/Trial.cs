namespace Lethe.Unlearning.Tuning;

/// <summary>One of the settings that are tried.</summary>
/// <param name="Number">0 for the method as the catalogue has it.</param>
/// <param name="Settings">What is searched, by name; empty for trial 0.</param>
/// <param name="Units">What it costs, see <see cref="IUnlearningMethod.Units"/>.</param>
/// <param name="IsTooDear">It costs more than it may, at its cheapest: it counts, and is not run.</param>
public sealed record Trial(int Number, IReadOnlyDictionary<string, string> Settings, IUnlearningMethod Method, double Units, bool IsTooDear)
{
    /// <summary>The trials of a method, from one fixed sequence that depends on its name alone.</summary>
    /// <param name="catalogued">The method at the profile's settings.</param>
    /// <param name="count">Of a method with nothing to search there is one.</param>
    /// <param name="forget">Images of D_f.</param>
    /// <param name="retain">Images of D_r.</param>
    /// <param name="mostUnits">What one may cost. Where it would be more, epochs and the like are taken as large as they may be.</param>
    public static IReadOnlyList<Trial> Of(IUnlearningMethod catalogued, int count, int forget, int retain, double mostUnits)
    {
        var space = catalogued.Space;
        var points = new EvenPoints(space.Knobs.Count, RandomStream.For(0, "tuning", catalogued.Name));
        return
        [
            new(0, new Dictionary<string, string>(), catalogued, catalogued.Units(forget, retain), IsTooDear: false),
            .. Enumerable.Range(1, space.Knobs.Count == 0 ? 0 : count - 1).Select(Drawn),
        ];

        Trial Drawn(int number)
        {
            var settings = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var (knob, place) in space.Knobs.Zip(points.At(number)))
            {
                settings[knob.Name] = knob.Draw(place);
            }
            while (Cost(settings) > mostUnits && Cheaper(settings) is { } lower)
            {
                settings[lower.Knob] = lower.Value;
            }
            var units = Cost(settings);
            return new(number, settings, space.Apply(catalogued, settings), units, units > mostUnits);
        }

        double Cost(SortedDictionary<string, string> settings) => space.Apply(catalogued, settings).Units(forget, retain);

        // The step down that saves most.
        (string Knob, string Value)? Cheaper(SortedDictionary<string, string> settings) =>
            space
                .Knobs.Select(knob => (knob.Name, Value: knob.Below(settings[knob.Name])))
                .Where(static step => step.Value is not null)
                .Select(step =>
                    (step.Name, Value: step.Value!, Cost: Cost(new(settings, StringComparer.Ordinal) { [step.Name] = step.Value! }))
                )
                .Where(step => step.Cost < Cost(settings))
                .OrderBy(static step => step.Cost)
                .Select(static step => ((string, string)?)(step.Name, step.Value))
                .FirstOrDefault();
    }
}
