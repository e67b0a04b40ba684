using System.Buffers.Text;
using System.Security.Cryptography;

namespace Lethe.Pages;

/// <summary>What a browser may do on a page: its content security policy.</summary>
/// <param name="Directives">As the header has them.</param>
/// <param name="Nonce">What a script of the kit must carry to be run; null where none does.</param>
public sealed record PagePolicy(string Directives, string? Nonce = null)
{
    // No page of the kit asks a network for anything. Style elements may stand: with no address to ask, they can tell nobody anything.
    private const string Nothing = "default-src 'none'; base-uri 'none'; form-action 'none'; connect-src 'none'";
    private const string Within = "img-src data: blob:; media-src data:; font-src data:";

    /// <summary>A page on which nothing runs.</summary>
    public static PagePolicy Still { get; } = new($"{Nothing}; style-src 'unsafe-inline'; {Within}");

    /// <summary>A page whose author is trusted: what it holds runs, and may ask the network.</summary>
    public static PagePolicy Trusted { get; } =
        new("default-src * data: blob: 'unsafe-inline' 'unsafe-eval'; object-src 'none'; base-uri 'none'");

    /// <summary>A page on which the kit's own scripts run, and no other.</summary>
    /// <param name="content">What of the page is not the kit's: the nonce is its hash, so that no content can hold its own.</param>
    /// <param name="hasFolder">True if style sheets lie in a folder beside the page, which may be opened from a disk.</param>
    public static PagePolicy Scripts(string content, bool hasFolder)
    {
        var nonce = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(..18));
        return new(
            $"{Nothing}; script-src 'nonce-{nonce}'; style-src 'unsafe-inline'{(hasFolder ? " 'self' file:" : "")}; {Within}",
            nonce
        );
    }
}
