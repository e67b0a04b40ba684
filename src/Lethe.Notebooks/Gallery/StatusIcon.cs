namespace Lethe.Notebooks.Gallery;

/// <summary>A sign for a state, told from the others by its shape.</summary>
internal static class StatusIcon
{
    public static string Of(EntryState state) => $"<svg class=\"icon\" viewBox=\"0 0 16 16\" aria-hidden=\"true\">{Shape(state)}</svg>";

    private static string Shape(EntryState state) =>
        state switch
        {
            EntryState.Ran => "<circle cx=\"8\" cy=\"8\" r=\"7\"/><path d=\"M4.5 8.5l2.3 2.3 4.7-5.3\"/>",
            EntryState.Failed => "<path d=\"M5 1h6l4 4v6l-4 4H5l-4-4V5zM5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6\"/>",
            EntryState.TimedOut => "<path d=\"M3 1h10M3 15h10M4 1c0 5 8 9 8 14M12 1c0 5-8 9-8 14\"/>",
            EntryState.Waiting => "<circle cx=\"8\" cy=\"8\" r=\"7\" stroke-dasharray=\"2.5 2\"/>",
            _ => "<path d=\"M3.5 1h9v14L8 11.2 3.5 15z\"/>",
        };
}
