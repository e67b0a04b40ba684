using Lethe.Kernel.Protocol;

namespace Lethe.Kernel.Requests;

/// <summary>Every request that is answered. A new one is a line here, and a file if there is much to it.</summary>
internal static class RequestCatalog
{
    public static IReadOnlyDictionary<string, Action<Request>> All { get; } =
        new Dictionary<string, Action<Request>>
        {
            ["kernel_info_request"] = KernelInfoHandler.Handle,
            ["execute_request"] = ExecuteHandler.Handle,
            ["complete_request"] = CodeHandlers.Complete,
            ["inspect_request"] = CodeHandlers.Inspect,
            ["is_complete_request"] = CodeHandlers.IsComplete,
            ["debug_request"] = static request =>
                request.Kernel.Send(
                    request.Channel,
                    Message.Of(
                        "debug_reply",
                        request.Kernel.Adapter.Answer(request.Message.Content),
                        request.Message,
                        request.Message.Identities
                    )
                ),
            ["history_request"] = static request => request.Kernel.History.Answer(request),
            ["comm_info_request"] = static request => request.Kernel.Widgets.Info(request),
            ["comm_open"] = static request => request.Kernel.Widgets.Opened(request),
            ["comm_msg"] = static request => request.Kernel.Widgets.Received(request),
            ["comm_close"] = static request => request.Kernel.Widgets.Closed(request),
            ["interrupt_request"] = static request =>
            {
                request.Kernel.Interrupt();
                request.Reply("ok");
            },
            // For good, or to be started anew by the client.
            ["shutdown_request"] = static request =>
            {
                request.Reply("ok", new() { ["restart"] = request.Flag("restart", false) });
                request.Kernel.Stop();
            },
        };
}
