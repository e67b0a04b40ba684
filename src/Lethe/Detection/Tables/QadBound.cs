using Lethe.Experiments.Tables;

namespace Lethe.Detection.Tables;

/// <summary>The theorem's terms, at the strongest compression.</summary>
internal sealed class QadBound()
    : DetectionTable(
        "qad-bound",
        "QAD's theorem, term by term, at c40",
        [
            new("bound.c40.error", "Share of c40 frames called wrongly", MetricUnit.Score, IsMoreBetter: false),
            new("bound.c40.classification", "2 E L(f(x_c), y)", MetricUnit.Score, IsMoreBetter: false),
            new("bound.c40.collaboration", "8/T E ||f(x_r) - f(x_c)||", MetricUnit.Score, IsMoreBetter: false),
            new("bound.c40.known", "All terms that can be computed", MetricUnit.Score, IsMoreBetter: false),
            new("features.ratio", "Features: one frame at two qualities, over real against fake", MetricUnit.Score, IsMoreBetter: false),
        ],
        [
            "T = 1. The bound is the sum of the terms, of a complexity that is not computed, and of 16/n and a term for the "
                + "confidence. Above 1 it says nothing of the error; what the theorem is for is that "
                + "the first two terms shall be small together.",
        ]
    );
