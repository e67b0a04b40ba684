using System.Text.Json;
using Lethe.Experiments.Records;

namespace Lethe.Tests.Experiments.Verify;

/// <summary>What the kit says of <c>lethe verify</c> is so: five times 40 records of five kinds falsified, and all the honest
/// ones.</summary>
public sealed class VerifyProofTests
{
    private const int Plantings = 5; // of 8 records of each of five kinds

    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static string FileOfProof => Path.Combine(Snapshot.Repository, "results", "verify.json");

    private static readonly IReadOnlyList<RunRecord> Quick = new RecordStore(
        Path.Combine(Snapshot.Repository, "results", "quick")
    ).Latest();

    private static readonly Lazy<IReadOnlyList<VerifyProof.Row>> Rows = new(static () =>
        [.. VerifyProof.Checks(Quick, each: 8, plantings: Plantings), .. VerifyProof.Elsewhere(Quick, OtherMachine.Records)]
    );

    [Fact, Trait("Speed", "slow")]
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

    [Fact, Trait("Speed", "slow")]
    public void Of_honest_records_at_most_one_in_twenty_is_accused()
    {
        Assert.Equal(40 * Plantings, Rows.Value.Single(static row => row.Name == "forged").Records);
        var honest = Rows.Value.Single(static row => row.Name == "honest");
        Assert.InRange((honest.Refuted + honest.Unlikely) / (double)honest.Records, 0, 0.05);
        Assert.Equal(0, Rows.Value.Single(static row => row.Name == "elsewhere-honest").Refuted);
    }
}
