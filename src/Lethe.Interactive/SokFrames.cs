using Deedle;
using Lethe.Detection.Sok;
using Lethe.Interactive.Formatting;

namespace Lethe.Interactive;

/// <summary>The table of deepfake detectors as a Deedle frame, to filter and count.</summary>
public static class SokFrames
{
    /// <summary>
    /// One row a detector, in the order of the table. A score stands beside its metric; what is not known is missing; <c>doubt</c> names
    /// the columns
    /// that are not certain, and is missing where all are. Why they are not is in <see cref="SokDamage.Note"/>.
    /// </summary>
    public static Frame<int, string> ToFrame(this SokTable table)
    {
        Formatters.RegisterTables();
        var rows = table.Rows;
        var frame = new FrameBuilder.Columns<int, string>();
        void Add<T>(string name, Func<SokFramework, SokDetector, T> of) =>
            frame.Add(name, new Series<int, T>(Enumerable.Range(1, rows.Count), rows.Select(row => of(row.Framework, row.Detector))));
        Add("CF", static (framework, _) => framework.Number);
        Add("group", static (framework, _) => framework.Group.ToString().ToLowerInvariant());
        Add("detector", static (_, detector) => detector.Name!); // to Deedle, null is a missing value
        Add("doubt", static (_, detector) => detector.Damage is { } damage ? $"? {string.Join(", ", damage.Fields)}" : null!);
        Add("venue", static (_, detector) => detector.Venue);
        Add("year", static (_, detector) => detector.Year);
        Add("score", static (_, detector) => detector.Score?.Value ?? double.NaN);
        Add("metric", static (_, detector) => detector.Score?.Metric.ToString()!);
        Add("retested", static (_, detector) => detector.IsRetested);
        Add("technique", static (_, detector) => detector.Technique);
        Add("architecture", static (framework, _) => framework.Architecture);
        Add("reference", static (_, detector) => detector.Reference ?? double.NaN);
        return frame.Frame;
    }
}
