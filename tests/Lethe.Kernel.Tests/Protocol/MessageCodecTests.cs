using System.Text;
using CsCheck;
using Lethe.Kernel.Protocol;

namespace Lethe.Kernel.Tests.Protocol;

public sealed class MessageCodecTests
{
    private static readonly Message Sample = Message.Of(
        "execute_request",
        new() { ["code"] = "\"<IDS|MSG>\" + 1 // ü 🌊" },
        null,
        ["client"u8.ToArray()]
    );

    [Fact]
    public void A_message_survives_the_way_there_and_back()
    {
        var read = new MessageCodec("secret").Decode(new MessageCodec("secret").Encode(Sample));

        Assert.NotNull(read);
        Assert.Equal("execute_request", read.Type);
        Assert.Equal(Sample.Content.ToJsonString(), read.Content.ToJsonString());
        Assert.Equal("client", Encoding.ASCII.GetString(Assert.Single(read.Identities)));
    }

    [Fact]
    public void Bytes_travel_behind_the_message_and_count_as_part_of_it()
    {
        byte[][] buffers =
        [
            [1, 2, 3],
            [],
            new byte[1000],
        ];
        var frames = new MessageCodec("key").Encode(Sample with { Buffers = buffers });

        Assert.Equal(buffers, new MessageCodec("key").Decode(frames)!.Buffers);
        Assert.NotNull(new MessageCodec("key", limit: 1000).Decode(frames)!.Refusal);
    }

    [Fact]
    public void The_signature_is_the_one_of_the_protocol()
    {
        var frames = new MessageCodec("key").Encode(new([], new() { ["a"] = 1 }, [], []));

        // echo -n '{"a":1}{}{}{}' | openssl dgst -sha256 -hmac key
        Assert.Equal("f1128388193e4dd1aa760827bd756a1b40b627676b5efe22c0e8297919bfa218", Encoding.ASCII.GetString(frames[1]));
    }

    [Fact]
    public void Another_key_is_dropped_and_counted()
    {
        var codec = new MessageCodec("right");

        Assert.Null(codec.Decode(new MessageCodec("wrong").Encode(Sample)));
        Assert.Equal(1, codec.Dropped);
    }

    [Fact]
    public void A_recorded_message_is_not_heard_twice()
    {
        var codec = new MessageCodec("key");
        var frames = codec.Encode(Sample);

        Assert.NotNull(codec.Decode(frames));
        Assert.Null(codec.Decode(frames));
        Assert.Equal(1, codec.Dropped);
    }

    [Fact]
    public void Without_a_key_nothing_is_signed_as_the_protocol_has_it()
    {
        var codec = new MessageCodec("");
        var frames = codec.Encode(Sample);

        Assert.Empty(frames[2]);
        Assert.NotNull(codec.Decode(frames));
        Assert.NotNull(codec.Decode(frames));
    }

    [Fact]
    public void One_changed_bit_anywhere_in_the_signed_part_is_found() =>
        Gen.Select(Gen.Int[3, 6], Gen.Int[0, 10_000], Gen.Int[0, 7])
            .Sample(
                (frame, position, bit) =>
                {
                    var frames = new MessageCodec("key").Encode(Sample).Select(static bytes => (byte[])bytes.Clone()).ToList();
                    var target = frames[frame];
                    target[position % target.Length] ^= (byte)(1 << bit);
                    Assert.Null(new MessageCodec("key").Decode(frames));
                }
            );

    [Fact]
    public void A_message_that_is_too_large_is_not_read_and_its_sender_is_told()
    {
        var frames = new MessageCodec("key").Encode(
            Message.Of("execute_request", new() { ["code"] = new string('x', 20_000) }, null, ["client"u8.ToArray()])
        );
        var read = new MessageCodec("key", limit: 10_000).Decode(frames)!;

        Assert.Equal(
            "The message has 0.02 MB; the limit is 0.01 MB, LETHE_MESSAGE_LIMIT sets another. Put long data into a file, and "
                + "read it from there.",
            read.Refusal
        );
        Assert.Equal("execute_request", read.Type);
        Assert.Empty(read.Content);
        Assert.Null(new MessageCodec("other", limit: 10_000).Decode(frames));
    }

    [Theory]
    [InlineData("{\"code\": \"\\ud800\"}")] // half an emoji, as a browser sends it
    [InlineData("{\"code\": \"\u00ff\"}")] // written below as a byte that is no UTF-8
    public void A_text_that_is_no_Unicode_is_refused_with_an_answer(string content)
    {
        var codec = new MessageCodec("");
        var frames = codec.Encode(Sample);
        frames[^1] = Encoding.Latin1.GetBytes(content);

        Assert.Null(codec.Decode(frames)); // unsigned: anybody's
        Assert.StartsWith("The message cannot be read: ", Signed(frames, "key").Refusal, StringComparison.Ordinal);
    }

    private static Message Signed(List<byte[]> frames, string key)
    {
        using var hash = System.Security.Cryptography.IncrementalHash.CreateHMAC(
            System.Security.Cryptography.HashAlgorithmName.SHA256,
            Encoding.UTF8.GetBytes(key)
        );
        frames[3..].ForEach(hash.AppendData);
        frames[2] = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
        return new MessageCodec(key).Decode(frames)!;
    }

    [Fact]
    public void Rubbish_is_dropped_never_thrown()
    {
        var frame = Gen.OneOf(
            Gen.Byte.Array[0, 40],
            Gen.Const("<IDS|MSG>"u8.ToArray()),
            Gen.Const("{}"u8.ToArray()),
            Gen.Const("[1]"u8.ToArray()),
            Gen.Const("{\"a\":1,\"a\":2}"u8.ToArray()),
            Gen.Const("{\"a\":"u8.ToArray())
        );
        frame
            .List[0, 9]
            .Sample(frames =>
            {
                var codec = new MessageCodec("");
                var message = codec.Decode(frames);
                Assert.Equal(message is null ? 1 : 0, codec.Dropped);
            });
    }
}
