using Lethe.Experiments.Runs;
using Lethe.Unlearning.Seen;

namespace Lethe.Tests.Experiments;

public sealed class SeenExperimentTests(SmokeRun smoke) : IClassFixture<SmokeRun>
{
    [Fact]
    [Trait("Speed", "slow")]
    public void Every_method_is_looked_at_image_by_image()
    {
        var record = Assert.Single(smoke.Run("lau-seen", methods: ["negative-gradient", "lau", "logit-mask"]));
        var seen = new SeenRecord(record, smoke.Store.Arrays(record));

        Assert.Equal(["original", "retrain", "negative-gradient", "lau", "logit-mask"], seen.Methods);
        Assert.Equal([40, 12, 40, 60], seen.Sizes);
        // LAU and the mask change the head alone: features lie where they lay, and every stage before the head is the same.
        foreach (var method in (string[])["lau", "logit-mask"])
        {
            Assert.Equal(seen.Map("original", ofFeatures: true).Values, seen.Map(method, ofFeatures: true).Values);
            Assert.All(Enumerable.Range(0, seen.Stages.Count - 1), stage => Assert.Equal(1, seen.Similarity(method).Row(stage)[0], 5));
        }
        Assert.NotEqual(seen.Map("original", ofFeatures: true).Values, seen.Map("negative-gradient", ofFeatures: true).Values);
        // The mask answers as Original does, but never the class.
        for (var image = 0; image < seen.Labels.Count; image++)
        {
            var (masked, original) = (seen.Logits("logit-mask").Row(image).ToArray(), seen.Logits("original").Row(image).ToArray());
            Assert.Equal(float.NegativeInfinity, masked[8]);
            Assert.Equal([.. original.Where(static (_, k) => k != 8)], masked.Where(static (_, k) => k != 8));
        }
        // Numbers are those of the arrays.
        foreach (var method in seen.Methods)
        {
            var test = seen.Confusion(method, ofTest: true);
            Assert.Equal(record.Metrics[$"D_tf.{method}"], 100.0 * test.Row(8)[8] / test.Row(8).ToArray().Sum(), 4);
        }
        Assert.Equal(0, record.Metrics["distance.original"]);
        Assert.False(record.Metrics.ContainsKey("distance.logit-mask")); // infinite
        var trace = seen.Trace("negative-gradient")!;
        Assert.Equal(
            Enumerable.Range(0, (int)trace.Shape[0]),
            Enumerable.Range(0, (int)trace.Shape[0]).Select(row => (int)trace.Row(row)[0])
        );
        Assert.Null(seen.Trace("logit-mask")); // no epochs
        Assert.Null(seen.Trace("retrain"));
        Assert.Equal(
            record.Metrics["D_tf.lau"],
            ExperimentCatalog.Show([record], ["lau-seen"]).Single().Find("lau", "resnet18", "D_tf")!.Ours!.Mean
        );
    }
}
