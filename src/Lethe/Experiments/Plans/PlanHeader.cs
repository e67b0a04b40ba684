using System.Text.Json;
using System.Text.Json.Serialization;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;

namespace Lethe.Experiments.Plans;

/// <summary>The first line of a plan: what was asked for, by what version of the kit, and where the estimates come from.</summary>
public sealed record PlanHeader
{
    /// <summary>The form of the file.</summary>
    internal const int Form = 1;

    /// <summary>Of <see cref="Form"/>.</summary>
    public required int Plan { get; init; }

    public required DateTimeOffset Made { get; init; }

    public required string Commit { get; init; }

    /// <summary>The hardware of the records that the estimates come from.</summary>
    public required string Hardware { get; init; }

    /// <summary>What the tasks are ordered for: they are to be done one after the other until it is over. Null if their order means
    /// nothing.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>The folders are full paths.</summary>
    public required ExperimentRequest Request { get; init; }

    /// <summary>The kind of <see cref="ExperimentRequest.About"/>, and what it says.</summary>
    public string? AboutKind { get; init; }

    public JsonElement? About { get; init; }

    /// <summary>The request as it was made.</summary>
    /// <exception cref="LetheException">It is about something that this version does not know.</exception>
    [JsonIgnore]
    public ExperimentRequest Asked =>
        AboutKind is null ? Request
        : ExperimentCatalog.All.FirstOrDefault(one => one.Takes?.Name == AboutKind)?.Takes is { } kind
            ? Request with
            {
                About = About!.Value.Deserialize(kind, RecordJson.Line),
            }
        : throw LetheException.BadFile($"The plan is about a {AboutKind}, which this version of the kit does not know.");

    public static PlanHeader Of(ExperimentRequest request, string hardware) =>
        new()
        {
            Plan = Form,
            Made = DateTimeOffset.UtcNow,
            Commit = Provenance.Code.Commit,
            Hardware = hardware,
            Request = request with
            {
                About = null,
                Out = Path.GetFullPath(request.Out),
                DataDir = request.DataDir is { } data ? Path.GetFullPath(data) : null,
            },
            AboutKind = request.About?.GetType().Name,
            About = request.About is { } about ? JsonSerializer.SerializeToElement(about, about.GetType(), RecordJson.Line) : null,
        };
}
