using System.Text;
using Lethe.Kernel.Execution;
using Lethe.Kernel.Outputs;

namespace Lethe.Kernel.Tests.Execution;

/// <summary>Remembers what a cell has put out, in order.</summary>
internal sealed class RecordingSink : IOutputSink
{
    private readonly StringBuilder text = new(),
        errors = new();

    public List<string> Events { get; } = [];

    private readonly TaskCompletionSource spoken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the cell has written its first text: it is compiled and under way.</summary>
    public Task Spoken => spoken.Task;

    public string Text => text.ToString();

    public string ErrorText => errors.ToString();

    public MimeBundle? Value { get; private set; }

    public List<(MimeBundle Bundle, string? Id)> Displays { get; } = [];

    public CellError? Error { get; private set; }

    public Func<string, bool, string> Answer { get; init; } = static (_, _) => throw new InvalidOperationException("nobody there");

    public void Write(OutputStream stream, string text)
    {
        (stream == OutputStream.Error ? errors : this.text).Append(text);
        spoken.TrySetResult();
        Events.Add($"{(stream == OutputStream.Error ? "stderr" : "stdout")} {text}");
    }

    public void Display(MimeBundle bundle, string? id)
    {
        Displays.Add((bundle, id));
        Events.Add($"display {bundle.Data.GetValueOrDefault(MimeBundle.Plain)}");
    }

    public void Update(MimeBundle bundle, string id) => Events.Add($"update {bundle.Data.GetValueOrDefault(MimeBundle.Plain)}");

    public void Result(MimeBundle bundle)
    {
        Value = bundle;
        Events.Add($"result {bundle.Data.GetValueOrDefault(MimeBundle.Plain)}");
    }

    public void Page(MimeBundle bundle) => Events.Add($"page {bundle.Data[MimeBundle.Plain]}");

    public void Clear(bool wait) => Events.Add($"clear {wait}");

    public void Fail(CellError error)
    {
        Error = error;
        Events.Add($"error {error.Name}");
    }

    /// <summary>Runs a cell and remembers what it puts out.</summary>
    public static (CellOutcome Outcome, RecordingSink Sink) Run(CellExecutor cells, string code)
    {
        var sink = new RecordingSink();
        return (cells.Execute(code, sink), sink);
    }

    public string Ask(string prompt, bool hidden, CancellationToken cancellation) => Answer(prompt, hidden);
}
