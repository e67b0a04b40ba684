namespace Lethe.Interactive.Widgets;

/// <summary>What brings widgets to a person: a kernel whose front end has them. Its calls only send, from any thread.</summary>
public interface IWidgetHost
{
    /// <summary>The cell that runs now shows this: what its events print goes there. Opened with this state, unless it is open.</summary>
    /// <param name="state">By name: <c>JsonNode</c> or <c>byte[]</c>.</param>
    void Open(Widget widget, IReadOnlyDictionary<string, object?> state);

    /// <summary>One property has changed here, and is not yet so at the front end.</summary>
    void Update(Widget widget, string name, object? value);

    /// <summary>The front end takes it off the page.</summary>
    void Close(Widget widget);
}
