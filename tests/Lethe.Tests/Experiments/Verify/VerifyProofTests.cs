using System.Text.Json;
using Lethe.Experiments.Records;

namespace Lethe.Tests.Experiments.Verify;

/// <summary>What the kit says of <c>lethe verify</c> is so: 40 records of five kinds falsified, and all the honest ones.</summary>
public sealed class VerifyProofTests
{
    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
    };

    private static string FileOfProof => Path.Combine(Snapshot.Repository, "results", "verify.json");

    private static readonly IReadOnlyList<RunRecord> Quick = new RecordStore(
        Path.Combine(Snapshot.Repository, "results", "quick")
    ).Latest();

    private static readonly Lazy<IReadOnlyList<VerifyProof.Row>> Rows = new(static () =>
        [.. VerifyProof.Checks(Quick, each: 8, plantings: 1), .. VerifyProof.Elsewhere(Quick, OtherMachine.Records)]
    );

    [Fact]
    public void The_record_of_the_proof_is_what_comes_out()
    {
        using var proof = JsonDocument.Parse(File.ReadAllText(FileOfProof));
        var measured = JsonSerializer.Serialize(Rows.Value, Form);
        var kept = JsonSerializer.Serialize(proof.RootElement.GetProperty("results"), Form);
        if (measured != kept)
        {
            File.WriteAllText(Path.ChangeExtension(FileOfProof, "received.json"), measured + "\n");
        }
        Assert.Equal(measured, kept);
    }

    [Fact]
    public void Of_forty_falsified_records_at_least_nineteen_in_twenty_are_found_and_of_honest_ones_at_most_one_is_accused()
    {
        var forged = Rows.Value.Single(static row => row.Name == "forged");
        Assert.Equal(40, forged.Records);
        Assert.InRange(forged.Passed, 0, 2);

        var honest = Rows.Value.Single(static row => row.Name == "honest");
        Assert.InRange((honest.Refuted + honest.Unlikely) / (double)honest.Records, 0, 0.05);
    }
}
