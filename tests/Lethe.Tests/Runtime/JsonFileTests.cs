using System.Text;
using System.Text.Json;
using Lethe.Runtime;

namespace Lethe.Tests.Runtime;

public sealed class JsonFileTests
{
    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void A_byte_order_mark_is_no_part_of_the_text(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        using var json = JsonFile.Parse([.. encoding.GetPreamble(), .. encoding.GetBytes("""{"größe": "ja"}""")]);
        Assert.Equal("ja", json.RootElement.GetProperty("größe").GetString());
        using var plain = JsonFile.Parse("""{"a": 1}"""u8.ToArray());
        Assert.Equal(1, plain.RootElement.GetProperty("a").GetInt32());
    }

    [Theory]
    [InlineData("""{"a": "\ud800"}""")]
    [InlineData("""{"\udc00": 1}""")]
    [InlineData("""[[{"a": ["\ud800x"]}]]""")]
    [InlineData("")]
    [InlineData("{")]
    public void What_is_no_JSON_or_no_Unicode_is_an_error_of_JSON(string text) =>
        Assert.ThrowsAny<JsonException>(() => JsonFile.Parse(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Bytes_that_are_no_UTF8_are_an_error_of_JSON() =>
        Assert.ThrowsAny<JsonException>(() => JsonFile.Parse([.. "{\"a\": \""u8, 0xC3, 0x28, .. "\"}"u8]));
}
