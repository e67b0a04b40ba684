using System.Buffers.Binary;
using System.Text.Json;
using System.Text.RegularExpressions;
using Lethe.Interactive.Seen;
using Lethe.Runtime;
using Lethe.Tests.Unlearning.Seen;
using Lethe.Unlearning.Seen;

namespace Lethe.Tests.Interactive.Seen;

public sealed partial class SeenPageTests
{
    [Fact]
    public void It_holds_what_the_records_hold_and_nothing_of_them_gets_out()
    {
        SeenRecord[] seeds = [SeenWorld.Record(), SeenWorld.Record(1)];
        var html = SeenPage.Render(seeds, "assets");
        using var json = JsonDocument.Parse(Data().Match(html).Groups["json"].Value);
        var data = json.RootElement;

        Assert.Equal([0, 1], data.GetProperty("seeds").EnumerateArray().Select(static seed => seed.GetProperty("seed").GetInt32()));
        Assert.Equal(["class 0", "class 1", "class 2"], Texts(data.GetProperty("classes"))); // the data set has ten
        Assert.Equal(JsonValueKind.Null, data.GetProperty("sheet").ValueKind); // the images are others
        var lau = data.GetProperty("seeds")[1].GetProperty("methods").GetProperty("lau");
        var bytes = lau.GetProperty("logits").GetBytesFromBase64();
        Assert.Equal(
            seeds[1].Logits("lau").Values,
            Enumerable.Range(0, bytes.Length / 2).Select(i => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes.AsSpan(2 * i)))
        );
        Assert.Equal(JsonValueKind.Null, lau.GetProperty("similarity")[2][0].ValueKind); // NaN
        Assert.Equal(0.25, lau.GetProperty("metrics").GetProperty("seconds").GetDouble());
        var method = data.GetProperty("methods")[2];
        Assert.Equal(("Lau", "LearningRate"), (method.GetProperty("type").GetString(), Assert.Single(Texts(method.GetProperty("knobs")))));
        Assert.Contains("&lt;/script&gt;&lt;b&gt;broken", html, StringComparison.Ordinal); // a note
        Assert.DoesNotContain("http", html.Replace("http-equiv", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(3, Nonce().Count(html)); // plotly, data, views: no other script
        Assert.Equal(html, SeenPage.Render(seeds, "assets"));
    }

    [Fact]
    public void Records_of_different_networks_are_refused()
    {
        var arrays = SeenWorld.Arrays();
        arrays["labels"] = new([1, 1, 1, 1, 0, 0, 0, 2], 8);
        var other = new SeenRecord(SeenWorld.Bare(1), arrays);

        Assert.Contains(
            "one network",
            Assert.Throws<LetheException>(() => SeenPage.Render([SeenWorld.Record(), other])).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<LetheException>(() => SeenPage.Render([]));
    }

    private static IEnumerable<string?> Texts(JsonElement array) => array.EnumerateArray().Select(static text => text.GetString());

    [GeneratedRegex("id=\"data\">(?<json>.*)</script>")]
    private static partial Regex Data();

    [GeneratedRegex("<script nonce=")]
    private static partial Regex Nonce();
}
