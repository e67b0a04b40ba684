using System.Collections.Concurrent;
using Lethe.Interactive.Widgets;
using Lethe.Kernel.Protocol;

namespace Lethe.Kernel.Requests;

/// <summary>
/// The widgets that are open at a front end, and the messages between the two (Jupyter widget messaging protocol 2.1). What a person does
/// is a request like any other: it waits its turn on the shell, and runs when no cell does.
/// </summary>
internal sealed class WidgetComms(KernelServer kernel)
{
    private const string Target = "jupyter.widget",
        ControlTarget = "jupyter.widget.control",
        Version = "2.1.0";

    private readonly ConcurrentDictionary<string, (Widget Widget, JupyterSink Cell)> widgets = new();
    private readonly ConcurrentDictionary<string, string> controls = new();
    private volatile Message? answering;

    /// <summary>For the cell that runs: its front end has widgets, or shows their pictures.</summary>
    public IWidgetHost For(JupyterSink cell) => new Host(this, cell);

    /// <summary>Which comms there are.</summary>
    public void Info(Request request)
    {
        var target = request.Text("target_name");
        var all = widgets
            .Keys.Select(static id => (Id: id, Target))
            .Concat(controls.Keys.Select(static id => (Id: id, Target: ControlTarget)));
        request.Reply(
            "ok",
            new()
            {
                ["comms"] = new JsonObject(
                    all.Where(comm => target.Length == 0 || comm.Target == target)
                        .Select(static comm =>
                            KeyValuePair.Create<string, JsonNode?>(comm.Id, new JsonObject { ["target_name"] = comm.Target })
                        )
                ),
            }
        );
    }

    /// <summary>A front end may open a comm to ask for all states; who opens another is told at once that it is closed, as the protocol
    /// asks.</summary>
    public void Opened(Request request)
    {
        var id = request.Text("comm_id");
        if (request.Text("target_name") == ControlTarget)
        {
            controls[id] = id;
            return;
        }
        request.Publish("comm_close", new() { ["comm_id"] = id, ["data"] = new JsonObject() });
    }

    /// <summary>A front end has left.</summary>
    public void Closed(Request request)
    {
        var id = request.Text("comm_id");
        controls.TryRemove(id, out _);
        if (widgets.TryRemove(id, out var one))
        {
            one.Widget.Forget();
        }
    }

    /// <summary>What a person has done, or a front end asks for. What is no such message is no reason to do anything.</summary>
    public void Received(Request request)
    {
        var (id, data) = (request.Text("comm_id"), request.Message.Content["data"] as JsonObject ?? []);
        var method = data["method"] is JsonValue named && named.TryGetValue<string>(out var text) ? text : "";
        answering = request.Message;
        try
        {
            if (controls.ContainsKey(id) && method == "request_states")
            {
                SendStates(id);
            }
            else if (widgets.TryGetValue(id, out var one))
            {
                Received(one, method, data, request.Message.Buffers);
            }
        }
        finally
        {
            answering = null;
        }
    }

    private void Received((Widget Widget, JupyterSink Cell) to, string method, JsonObject data, IReadOnlyList<byte[]> buffers)
    {
        switch (method)
        {
            case "update" when data["state"] is JsonObject state:
                var known = WidgetState.Known(to.Widget, state, data["buffer_paths"] as JsonArray ?? [], buffers);
                if (known.Count > 0)
                {
                    Send(to.Widget.Id, "echo_update", known); // before anything else: other pages of this notebook follow
                    React(to, () => Receive(to.Widget, known));
                }
                break;
            case "request_state":
                Send(to.Widget.Id, "update", to.Widget.State());
                break;
            case "custom" when data["content"] is JsonObject custom:
                React(to, () => to.Widget.Receive(custom));
                break;
        }
    }

    private static void Receive(Widget widget, Dictionary<string, object?> state)
    {
        foreach (var (name, value) in state)
        {
            widget.Receive(name, value as JsonNode);
        }
    }

    private void React((Widget Widget, JupyterSink Cell) to, Action what) => kernel.Cells.React(what, to.Cell);

    private void SendStates(string id)
    {
        var (states, paths, buffers) = (new JsonObject(), new JsonArray(), new List<byte[]>());
        foreach (var (widget, _) in widgets.Values)
        {
            var (state, own) = WidgetState.Split(widget.State(), buffers);
            foreach (var path in own.Select(static path => (JsonArray)path!))
            {
                paths.Add(new JsonArray(widget.Id, path[0]!.DeepClone()));
            }
            states[widget.Id] = new JsonObject
            {
                ["model_name"] = state["_model_name"]?.DeepClone(),
                ["model_module"] = state["_model_module"]?.DeepClone(),
                ["model_module_version"] = state["_model_module_version"]?.DeepClone(),
                ["state"] = state,
            };
        }
        var data = new JsonObject
        {
            ["method"] = "update_states",
            ["states"] = states,
            ["buffer_paths"] = paths,
        };
        Publish("comm_msg", new() { ["comm_id"] = id, ["data"] = data }, buffers);
    }

    private void Send(string id, string method, IReadOnlyDictionary<string, object?> values)
    {
        var buffers = new List<byte[]>();
        var (state, paths) = WidgetState.Split(values, buffers);
        var data = new JsonObject
        {
            ["method"] = method,
            ["state"] = state,
            ["buffer_paths"] = paths,
        };
        Publish("comm_msg", new() { ["comm_id"] = id, ["data"] = data }, buffers);
    }

    private void Open(Widget widget, IReadOnlyDictionary<string, object?> values, JupyterSink cell)
    {
        var isNew = !widgets.ContainsKey(widget.Id);
        widgets[widget.Id] = (widget, cell);
        if (!isNew)
        {
            return;
        }
        var buffers = new List<byte[]>();
        var (state, paths) = WidgetState.Split(values, buffers);
        var content = new JsonObject
        {
            ["comm_id"] = widget.Id,
            ["target_name"] = Target,
            ["data"] = new JsonObject { ["state"] = state, ["buffer_paths"] = paths },
        };
        Publish("comm_open", content, buffers, new() { ["version"] = Version }, cell.Request);
    }

    private void Close(Widget widget)
    {
        if (widgets.TryRemove(widget.Id, out _))
        {
            Publish("comm_close", new() { ["comm_id"] = widget.Id, ["data"] = new JsonObject() }, []);
        }
    }

    private void Publish(string type, JsonObject content, List<byte[]> buffers, JsonObject? metadata = null, Message? about = null) =>
        kernel.Publish(type, content, answering ?? about, buffers, metadata);

    private sealed class Host(WidgetComms comms, JupyterSink cell) : IWidgetHost
    {
        public void Open(Widget widget, IReadOnlyDictionary<string, object?> state) => comms.Open(widget, state, cell);

        public void Update(Widget widget, string name, object? value) =>
            comms.Send(widget.Id, "update", new Dictionary<string, object?> { [name] = value });

        public void Close(Widget widget) => comms.Close(widget);
    }
}
