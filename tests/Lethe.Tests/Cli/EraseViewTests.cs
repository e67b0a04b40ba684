using System.Text.Json;
using Lethe.Cli.Erase;
using Lethe.Cli.Output;
using Lethe.Erasing;
using Lethe.Erasing.Methods;
using Lethe.Erasing.Reports;
using Lethe.Erasing.Runs;
using Lethe.Experiments.Records;
using Lethe.Tests.Experiments;

namespace Lethe.Tests.Cli;

public sealed class EraseViewTests
{
    private static readonly MeasuredPrompt[] Prompts = [.. MeasuredPrompt.OfFashion("sneaker", "ankle boot")];

    [Fact]
    public void The_small_model_is_reported_with_every_class() => Snapshot.Match(Text(Fashion()), "erase-view", "Cli");

    [Fact]
    public void A_model_without_a_detector_is_reported_by_its_pictures() =>
        Snapshot.Match(Text(Diffusers()), "erase-view-diffusers", "Cli");

    [Fact]
    public void The_page_says_all_of_it() => Snapshot.Match(ErasePage.Render(Fashion()), "erase-page", "Cli");

    [Fact]
    public void A_page_trusts_no_prompt()
    {
        var page = ErasePage.Render(Diffusers() with { Pair = new("<script>alert(1)</script>", ""), ModelName = "\"><img src=x>" });
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
        Assert.Contains("CLIP score, ViT-L/14", page, StringComparison.Ordinal);
        Assert.DoesNotContain("What the erased prompt turns into", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_a_stable_form()
    {
        using var text = new StringWriter { NewLine = "\n" };
        var whole = Fashion();
        JsonOutput.Write(
            text,
            EraseJson.Of(
                whole with
                {
                    Measures = new([.. whole.Measures.Changes.Where(static change => change.Prompt.Role != PromptRole.Kept)], 0.00123, 880),
                }
            )
        );
        Snapshot.Match(text.ToString(), "erase-json", "Cli");
        using var json = JsonDocument.Parse(text.ToString());
        Assert.Equal(0.625, json.RootElement.GetProperty("detected").GetProperty("before").GetDouble());
    }

    private static string Text(ErasureResult result)
    {
        using var output = new StringWriter { NewLine = "\n" };
        EraseView.Write(new Terminal(output, TextWriter.Null), result, "no-sneakers");
        return output.ToString();
    }

    private static ErasureResult Fashion() =>
        Result(
            new ErasureMeasures(
                [
                    .. Prompts.Select(
                        static (prompt, i) =>
                            new PromptChange(
                                prompt,
                                16,
                                1 - (0.01 * i),
                                Votes(prompt, prompt.Role == PromptRole.Erased ? 10 : 14),
                                Votes(prompt, prompt.Role == PromptRole.Erased ? 2 : 15 - (i % 3)),
                                i * 1.25
                            )
                    ),
                ],
                0.00123,
                880
            )
        ) with
        {
            Model = "the kit's small model",
            ModelName = "fashion",
            Pair = new("sneaker", "ankle boot"),
        };

    private static ErasureResult Diffusers() =>
        Result(
            new ErasureMeasures(
                [
                    .. MeasuredPrompt
                        .Of("image of pig", "", ["image of sheep", "image of goat"])
                        .Select(
                            static (prompt, i) =>
                                new PromptChange(prompt, 2, 0.5 + (0.1 * i), null, null, null)
                                {
                                    Judged = [new("CLIP score, ViT-L/14", 0.25 + (0.01 * i), 0.20 + (0.01 * i))],
                                }
                        ),
                ],
                3.2e-5,
                200
            )
            {
                Inception = new(12.345, null, null, 4, 4),
            }
        ) with
        {
            MissingJudges = ["nudenet"],
            Model = "stable-diffusion-v1-4",
            ModelName = "models/stable-diffusion-v1-4",
            Pair = new("image of pig", ""),
            KeepsOwnPrompts = true,
            Sampler = new(50, 7.5),
        };

    private static ErasureResult Result(ErasureMeasures measures) =>
        new()
        {
            Model = "",
            ModelName = "",
            Pair = new("", ""),
            Method = new AllButOne(),
            Recipe = new ErasingRecipe().ForSmall() with { Iterations = 60 },
            Seed = 3,
            Measures = measures,
            Grid = [1, 2, 3],
            Sampler = new(20, 3),
            ErasingSeconds = 31.4,
            MeasuringSeconds = 42,
            Numbers = 65_792,
            AllNumbers = 1_046_500,
            Bytes = 265_000,
            Provenance = new()
            {
                Commit = "0123456",
                Dirty = false,
                LetheVersion = "0.1.0",
                TorchSharp = "0.107.0",
                LibTorch = "2.10.0",
                DotNet = ".NET 10",
                Os = "Debian",
                Hardware = "a processor, 2 cores, 8 GiB",
                Device = "cpu",
                Threads = 2,
                Precision = "float32",
                Started = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
                Data = "the kit's small model",
            },
        };

    // What is not taken for its own class is taken for the last one.
    private static ClassVotes Votes(MeasuredPrompt prompt, int right)
    {
        var label = prompt.Class ?? 0;
        var counts = new int[10];
        (counts[9], counts[label]) = (label == 9 ? 0 : 16 - right, right);
        return new(counts, right / 16.0);
    }
}
