using Lethe.Experiments.Records;
using Lethe.Unlearning.Tables;

namespace Lethe.Tests.Experiments;

public sealed class MetricTableTests
{
    [Fact]
    public void A_row_whose_run_failed_says_why()
    {
        RunRecord[] records =
        [
            TestRecords.Record(TestRecords.Cell(model: LauBeyond.OwnModel)),
            TestRecords.Record(TestRecords.Cell("logit-mask", model: LauBeyond.OwnModel)) with
            {
                Status = RunStatus.Failed,
                Error = "out of memory",
            },
        ];
        var table = new LauBeyond().Build(new(records, "fashion-mnist", "small", null));

        string Status(string method) => table.Find(method, LauBeyond.OwnModel, "D_tr")!.StatusText;
        Assert.Equal("not comparable (not in the paper)", Status("lau"));
        Assert.Equal("not run (failed: out of memory)", Status("logit-mask"));
        Assert.Equal("not run (no record)", Status("retrain"));
    }
}
