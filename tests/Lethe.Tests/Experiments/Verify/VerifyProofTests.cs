using System.Text.Json;
using Lethe.Experiments.Records;
using Lethe.Metrics;

namespace Lethe.Tests.Experiments.Verify;

/// <summary>What the kit says of <c>lethe verify</c> is so: five times 40 records of five kinds falsified, and all the honest
/// ones.</summary>
public sealed class VerifyProofTests
{
    private const int Each = 8; // records of each of five kinds

    // Seeds 0 to 9 served to find checks, and count no more.
    private const int First = 10,
        Plantings = 5;

    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static string FileOfProof => Path.Combine(Snapshot.Repository, "results", "verify.json");

    private static readonly Lazy<IReadOnlyList<VerifyProof.Row>> Rows = new(static () =>
    {
        var (quick, small) = (Open("quick"), Open("small"));
        var proof = new VerifyProof(quick.Records, quick.Arrays);
        return
        [
            .. proof.Planted(Each, First, Plantings),
            .. proof.Honest(small.Records, small.Arrays),
            .. proof.Elsewhere(OtherMachine.Records),
        ];
    });

    // Arrays are read once.
    private static (IReadOnlyList<RunRecord> Records, Func<RunRecord, IReadOnlyDictionary<string, FigureArray>?> Arrays) Open(
        string profile
    )
    {
        var store = new RecordStore(Path.Combine(Snapshot.Repository, "results", profile));
        var known = new Dictionary<string, IReadOnlyDictionary<string, FigureArray>?>();
        return (
            store.Latest(),
            record => known.TryGetValue(record.Id, out var arrays) ? arrays : known[record.Id] = store.TryArrays(record)
        );
    }

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
        Assert.InRange(Share("untouched"), 0, 0.05);
        Assert.InRange(Share("honest"), 0, 0.05);
        Assert.InRange(Share("small"), 0, 0.05);
        Assert.Equal(0, Row("elsewhere-honest").Refuted);
    }

    [Fact, Trait("Speed", "slow")]
    public void Of_falsified_records_more_than_four_in_five_are_found_without_computing()
    {
        var forged = Row("forged");
        Assert.Equal(Each * ForgedRecords.Kinds.Length * Plantings, forged.Records);
        Assert.InRange(WilsonInterval.Of(forged.Refuted + forged.Unlikely, forged.Records).Low, 0.8, 1);
        Assert.InRange(Share("forged-computed"), Share("forged"), 1);
    }

    private static double Share(string name) => (Row(name).Refuted + Row(name).Unlikely) / (double)Row(name).Records;

    private static VerifyProof.Row Row(string name) => Rows.Value.Single(row => row.Name == name);
}
