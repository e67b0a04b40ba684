namespace Lethe.Unlearning;

/// <summary>When wrong labels are drawn anew.</summary>
public enum LabelRedraw
{
    Never,
    EachEpoch,
    EachBatch,
}
