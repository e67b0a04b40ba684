using Lethe.Experiments.Records;

namespace Lethe.Tests.Experiments.Verify;

/// <summary>A record as it was, and as somebody falsified it.</summary>
/// <param name="Kind">One of <see cref="ForgedRecords.Kinds"/>.</param>
/// <param name="What">For people.</param>
internal sealed record Forgery(string Kind, RunRecord Honest, RunRecord Forged, string What);
