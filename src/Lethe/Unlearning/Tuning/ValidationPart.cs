using Lethe.Data;

namespace Lethe.Unlearning.Tuning;

/// <summary>A data set as a tuning has it: the training images less a validation part V, and V in place of the test images.</summary>
public static class ValidationPart
{
    /// <param name="data">Is freed: nothing of its test images is left.</param>
    /// <param name="share">Of each class, rounded up.</param>
    /// <param name="seed">Of the draw.</param>
    public static DatasetPair Of(DatasetPair data, double share, int seed)
    {
        using (data)
        {
            var random = RandomStream.For(seed, "validation");
            var held = data
                .Train.Labels.cpu()
                .data<long>()
                .ToArray()
                .Index()
                .GroupBy(static image => image.Item)
                .OrderBy(static same => same.Key)
                .SelectMany(same => Drawn([.. same.Select(static image => (long)image.Index)]))
                .ToHashSet();
            long[] rows = [.. Enumerable.Range(0, data.Train.Count).Select(static row => (long)row)];
            return data with
            {
                Train = data.Train.At([.. rows.Where(row => !held.Contains(row))]),
                Test = data.Train.At([.. rows.Where(held.Contains)]),
                Title = $"{data.Title}, for tuning",
                Provenance = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{data.Provenance}; for tuning: {100 * share} % of the training images of each class held out, no test image"
                ),
            };

            IEnumerable<long> Drawn(long[] same) =>
                random.Permutation(same.Length).Take((int)Math.Ceiling(share * same.Length)).Select(place => same[place]);
        }
    }
}
