using Lethe.Kernel.Protocol;

namespace Lethe.Kernel.Requests;

/// <summary>Says what this kernel is.</summary>
internal static class KernelInfoHandler
{
    public static void Handle(Request request)
    {
        // This reply is what clients take for "ready". Control is answered at once, whatever happens.
        if (request.Channel == Channel.Shell)
        {
            request.Kernel.WaitUntilReady();
        }
        request.Reply("ok", Info());
    }

    private static JsonObject Info() =>
        new()
        {
            ["protocol_version"] = KernelVersion.Protocol,
            ["implementation"] = "lethe",
            ["implementation_version"] = KernelVersion.Text,
            ["banner"] = $"Lethe {KernelVersion.Text}, a C# kernel on .NET {Environment.Version}",
            ["debugger"] = true,
            ["supported_features"] = new JsonArray("debugger"),
            ["language_info"] = new JsonObject
            {
                ["name"] = "C#",
                ["version"] = "14.0",
                ["mimetype"] = "text/x-csharp",
                ["file_extension"] = ".cs",
                ["pygments_lexer"] = "csharp",
                ["codemirror_mode"] = "text/x-csharp",
                ["nbconvert_exporter"] = "script",
            },
            ["help_links"] = new JsonArray(
                new JsonObject { ["text"] = "C#", ["url"] = "https://learn.microsoft.com/dotnet/csharp/" },
                new JsonObject { ["text"] = "TorchSharp", ["url"] = "https://github.com/dotnet/TorchSharp" }
            ),
        };
}
