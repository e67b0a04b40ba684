namespace Lethe.Kernel.Requests;

/// <summary>Every request that is answered. A new one is a file here and a line below.</summary>
internal static class RequestCatalog
{
    public static IReadOnlyDictionary<string, IRequestHandler> All { get; } =
        (
            (IRequestHandler[])
                [
                    new KernelInfoHandler(),
                    new ExecuteHandler(),
                    new CompleteHandler(),
                    new InspectHandler(),
                    new IsCompleteHandler(),
                    new HistoryHandler(),
                    new CommInfoHandler(),
                    new CommOpenHandler(),
                    new CommNotice("comm_msg"),
                    new CommNotice("comm_close"),
                    new InterruptHandler(),
                    new ShutdownHandler(),
                ]
        ).ToDictionary(static handler => handler.Type);
}
