using System.Net.Http;
using System.Text.Json;
using System.Text.RegularExpressions;
using Lethe.Kernel.Outputs;
using Microsoft.CodeAnalysis.CSharp;

namespace Lethe.Kernel.Directives;

/// <summary>What carries values between languages in .NET Interactive: here between kept texts, C# and scripts of the page.</summary>
internal static partial class ValueDirectives
{
    private const long MostBytes = 64 << 20; // of a page

    /// <summary><c>#!set --name x --value 1</c>: a text, <c>@csharp:y</c>, <c>@value:y</c>, <c>@input:"prompt"</c>,
    /// <c>@password:"prompt"</c>.</summary>
    public static void Set(DirectiveCall call)
    {
        var words = new OptionWords(call.Part, "--byref");
        var value = words.Needed("--value");
        if (Source().Match(value) is not { Success: true } source)
        {
            Declare(call, words.Needed("--name"), Literal(value));
            return;
        }
        var (from, name) = (source.Groups["from"].Value, source.Groups["name"].Value);
        Declare(
            call,
            words.Needed("--name"),
            from.ToLowerInvariant() is var kind and ("input" or "password")
                ? Literal(call.Output.Ask(Prompt(name), kind == "password", call.Cancellation))
                : From(call, from, name)
        );
    }

    /// <summary><c>#!value --name x</c>, and a text, or <c>--from-file</c> or <c>--from-url</c>.</summary>
    public static void Keep(DirectiveCall call)
    {
        var words = new OptionWords(call.Part);
        var text =
            words["--from-file"] is { } file ? Read(Path.GetFullPath(file, call.Cells.BaseFolder))
            : words["--from-url"] is { } address ? Fetch(address, call.Cancellation)
            : words["--from-value"] is { } value ? value
            : call.Part.Body;
        call.Cells.Values[Checked(words.Needed("--name"))] = text;
        if (words["--mime-type"] is { } type)
        {
            call.Output.Display(MimeBundle.OfText(text, type), null);
        }
    }

    /// <summary><c>#!share x --from value --as y</c>.</summary>
    public static void Share(DirectiveCall call)
    {
        var words = new OptionWords(call.Part);
        var (from, name) = (words.Needed("--from"), Shared(words));
        var code = From(call, from, name);
        if ((words["--as"] ?? name) is var target && target != code)
        {
            Declare(call, target, code);
        }
    }

    /// <summary>A script of the page with the variables that its lines with <c>#!share</c> and <c>#!set</c> ask for.</summary>
    public static string InScript(DirectiveCall call, string text) =>
        call.Part.Name.ToLowerInvariant() is "#!javascript" or "#!js"
            ? Sharing().Replace(text, line => Assignment(call, new(0, line.Groups["name"].Value, line.Groups["rest"].Value.Trim(), "")))
            : text;

    private static string Assignment(DirectiveCall call, CellPart.Directive line)
    {
        var words = new OptionWords(line, "--byref");
        if (line.Name == "#!share")
        {
            var name = Shared(words);
            return $"var {Checked(words["--as"] ?? name)} = {Json(call, words.Needed("--from"), name)};";
        }
        var value = words.Needed("--value");
        var json = Source().Match(value) is { Success: true } source
            ? Json(call, source.Groups["from"].Value, source.Groups["name"].Value)
            : JsonSerializer.Serialize(value);
        return $"var {Checked(words.Needed("--name"))} = {json};";
    }

    private static string Json(DirectiveCall call, string from, string name)
    {
        var code = From(call, from, name);
        var value = from == "value" ? call.Cells.Values[name] : Variable(call, code)!.Value.Value;
        try
        {
            return JsonSerializer.Serialize(value);
        }
        catch (Exception error) when (error is NotSupportedException or JsonException)
        {
            throw new DirectiveException($"{name} cannot be handed to a script: {error.Message}", error);
        }
    }

    private static string Shared(OptionWords words) =>
        words.Names is [var name] ? name : throw new DirectiveException("Write #!share NAME --from KERNEL with one name.");

    /// <returns>C# that gives the value.</returns>
    private static string From(DirectiveCall call, string kernel, string name) =>
        kernel.ToLowerInvariant() switch
        {
            "value" => call.Cells.Values.TryGetValue(name, out var text)
                ? Literal(text)
                : throw new DirectiveException($"#!value has kept nothing named {name}."),
            "csharp" or "c#" or ".net" => Variable(call, name) is not null
                ? name
                : throw new DirectiveException($"No cell has declared a variable {name}."),
            _ => throw new DirectiveException(
                $"{name} cannot come from {kernel}: cells here are C#. Declare it in C#, or hand it over in a file "
                    + $"(#!value --name {name} --from-file FILE)."
            ),
        };

    private static (string Name, Type Type, object? Value)? Variable(DirectiveCall call, string name) =>
        call
            .Cells.Session.Variables()
            .Where(variable => variable.Name == name)
            .Select(static one => ((string, Type, object?)?)one)
            .FirstOrDefault();

    private static void Declare(DirectiveCall call, string name, string code) =>
        call.Cells.RunCode($"var {Checked(name)} = {code};", call.Output);

    private static string Checked(string name) =>
        SyntaxFacts.IsValidIdentifier(name) && SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None
            ? name
            : throw new DirectiveException($"'{name}' is no name for a variable.");

    private static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    // @input:"Your name", @input:{"prompt": "Your name"}, @input
    private static string Prompt(string text)
    {
        if (!text.StartsWith('{'))
        {
            return OptionWords.Bare(text);
        }
        try
        {
            return (string?)JsonNode.Parse(text)?["prompt"] ?? "";
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new DirectiveException($"{text} is no JSON with a \"prompt\": {error.Message}", error);
        }
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DirectiveException($"Cannot read {path}: {error.Message}", error);
        }
    }

    private static string Fetch(string address, CancellationToken cancellation)
    {
        try
        {
            using var client = new HttpClient { MaxResponseContentBufferSize = MostBytes };
            return client.GetStringAsync(address, cancellation).GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is HttpRequestException or InvalidOperationException or UriFormatException)
        {
            throw new DirectiveException($"Cannot fetch {address}: {error.Message}", error);
        }
    }

    [GeneratedRegex("^@(?<from>[^:]+)(?::(?<name>.*))?$", RegexOptions.Singleline)]
    private static partial Regex Source();

    [GeneratedRegex(@"^[ \t]*(?<name>#!share|#!set)[ \t]+(?<rest>[^\n]*)$", RegexOptions.Multiline)]
    private static partial Regex Sharing();
}
