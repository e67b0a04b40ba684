using System.Diagnostics.CodeAnalysis;
using Lethe.Kernel.Outputs;
using Microsoft.AspNetCore.Html;

namespace Lethe.Kernel;

/// <summary>What every cell can call without a prefix. The names are those that notebook authors know from .NET Interactive, so that a
/// notebook runs there too.</summary>
public static class Notebook
{
    /// <summary>What a display is told of itself: a value that goes on changing keeps it.</summary>
    internal static Action<object?, ShownValue>? Followed { get; set; }

    internal static CellOutput Output =>
        CellOutput.Current ?? throw new InvalidOperationException("Nothing is displayed outside a notebook's cell.");

    /// <summary>Cancelled when the cell is interrupted: hand it to whatever can stop in an orderly way.</summary>
    public static CancellationToken CellToken => KernelInvocationContext.Current.CancellationToken;

    /// <summary>Shows a value now, and again whenever the returned handle is updated.</summary>
    /// <param name="value">Anything, null too.</param>
    /// <param name="mimeTypes">The forms wanted, for example <c>text/html</c>; if none, those that its type prefers.</param>
    [SuppressMessage("Style", "IDE1006", Justification = "The name notebook authors know.")]
    public static ShownValue display(object? value, params string[] mimeTypes)
    {
        var bundle = ValueFormatter.Format(value, CellToken, mimeTypes);
        var shown = new ShownValue(value, bundle, mimeTypes);
        Output.Display(bundle, shown.DisplayId);
        Followed?.Invoke(value, shown);
        return shown;
    }

    /// <summary>Markup that is shown, not escaped, when displayed or returned.</summary>
    public static IHtmlContent HTML(string content) => new HtmlString(content);

    /// <summary>Adds a style sheet to the page.</summary>
    public static void CSS(string content) => Output.Display(MimeBundle.OfText($"<style>{content}</style>", MimeBundle.Html), null);

    /// <summary>Runs a script in the page.</summary>
    public static void Javascript(string script) => Output.Display(MimeBundle.OfText(script, "application/javascript"), null);

    /// <summary>Takes the cell's outputs away; with <paramref name="wait"/> only when the next one comes.</summary>
    public static void ClearOutput(bool wait = false) => Output.Clear(wait);

    /// <summary>Asks the person for a line.</summary>
    /// <exception cref="InvalidOperationException">Nobody is there: a headless run.</exception>
    public static string Input(string prompt = "") => Output.Ask(prompt, hidden: false, CellToken);

    /// <summary>The same for a line that is not shown while typed.</summary>
    /// <exception cref="InvalidOperationException">Nobody is there: a headless run.</exception>
    public static string Password(string prompt = "Password: ") => Output.Ask(prompt, hidden: true, CellToken);

    /// <inheritdoc cref="Input"/>
    /// <param name="typeHint">A kind of field; "password" hides what is typed, the others are of use to Microsoft's kernel alone.</param>
    public static Task<string> GetInputAsync(string prompt = "", string typeHint = "text") =>
        Task.FromResult(typeHint == "password" ? Password(prompt) : Input(prompt));

    /// <inheritdoc cref="Password"/>
    public static Task<PasswordString> GetPasswordAsync(string prompt = "") => Task.FromResult(new PasswordString(Password(prompt)));
}
