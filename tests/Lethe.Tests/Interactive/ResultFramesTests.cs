using Deedle;
using Lethe.Experiments.Tables;
using Lethe.Interactive;
using Lethe.Tests.Experiments;

namespace Lethe.Tests.Interactive;

public sealed class ResultFramesTests
{
    private static readonly ResultTable Table = TestTables.Utility(
        TestRecords.Grid("fashion-mnist", "paper", isStandIn: false),
        "fashion-mnist",
        "paper",
        ["resnet18", "vit"]
    );

    [Fact]
    public void A_frame_has_a_row_a_method_and_a_column_a_number()
    {
        var frame = Table.ToFrame();
        Assert.Equal(Table.Rows.Select(static row => row.Label), frame.RowKeys);
        Assert.Equal(
            ["ResNet18 D_r", "ResNet18 D_f", "ResNet18 D_tr", "ResNet18 D_tf", "ResNet18 US", "ResNet18 gap", "ViT D_r"],
            frame.ColumnKeys.Take(7)
        );
        Assert.Equal(Table.Find("lau", "resnet18", "D_tr")!.Ours!.Mean, frame["ResNet18 D_tr"]["LAU"]);
        Assert.False(frame["ViT D_tr"].TryGet("Retrain (optimal)").HasValue);
    }
}
