using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive.Formatting;

namespace Lethe.Kernel.Outputs;

/// <summary>
/// Stands before the default formatters, which go on for ever in a list that contains itself, and asks records for texts that never end.
/// It lets them show a value and what is in it as far as <see cref="DisplayWalk"/> allows; of the rest it writes one short line itself.
/// </summary>
internal sealed class LimitedFormatter(string mimeType) : ITypeFormatter
{
    private const string Summary = "text/plain+summary";
    private const int Levels = 100; // beyond which the default formatters ask no formatter any more; DisplayWalk ends long before

    private readonly ConcurrentDictionary<Type, Composite> defaults = [];

    private static readonly LimitedFormatter[] All = [new(MimeBundle.Plain), new(MimeBundle.Html), new(Summary)];

    public string MimeType => mimeType;

    public Type Type => typeof(object);

    /// <summary>Registers them, again if a cell has reset all formatters.</summary>
    /// <param name="scalars">Types that are shown as plain text: a number needs no table.</param>
    public static void Install(IEnumerable<Type> scalars)
    {
        lock (All)
        {
            if (Formatter.RegisteredFormatters(includeDefaults: false).OfType<LimitedFormatter>().Any())
            {
                return;
            }
            Formatter.RecursionLimit = Levels;
            foreach (var type in scalars)
            {
                Formatter.SetPreferredMimeTypesFor(type, MimeBundle.Plain);
            }
            foreach (var formatter in All)
            {
                Formatter.Register(formatter);
            }
        }
    }

    public bool Format(object? instance, FormatContext context)
    {
        if (instance is null or IHtmlContent || DisplayWalk.Current is not { } walk || ValueFormatter.IsScalar(instance.GetType()))
        {
            return Default(instance?.GetType() ?? typeof(object)).Format(instance!, context);
        }
        if (mimeType == Summary)
        {
            if (!ValueSummary.Fits(instance))
            {
                return Default(instance.GetType()).Format(instance, context);
            }
            Write(context, ValueSummary.Of(instance)); // the default goes into each item, however deep
            return true;
        }
        if (walk.Enter(instance) is { } why)
        {
            Write(context, walk.Cut is null ? $"{ValueSummary.Of(instance)} ({why})" : "…");
            return true;
        }
        try
        {
            return Default(instance.GetType()).Format(instance, context);
        }
        finally
        {
            walk.Leave();
        }
    }

    private void Write(FormatContext context, string text) =>
        context.Writer.Write(mimeType == MimeBundle.Html ? $"<code>{WebUtility.HtmlEncode(text)}</code>" : text);

    // The default formatter for a type: of those that suit it, the one for the most special type; the next if that declines.
    private Composite Default(Type type) =>
        defaults.GetOrAdd(
            type,
            type =>
            {
                Formatter.GetPreferredMimeTypesFor(type); // finds those that the type itself names
                var own = Formatter.RegisteredFormatters(includeDefaults: false).ToHashSet();
                List<ITypeFormatter> suitable =
                [
                    .. Formatter
                        .RegisteredFormatters()
                        .Where(formatter => !own.Contains(formatter) && formatter.MimeType == mimeType && Suits(formatter.Type, type)),
                ];
                return new([
                    .. suitable.OrderBy(formatter =>
                        suitable.Count(other => other.Type != formatter.Type && Suits(formatter.Type, other.Type))
                    ),
                ]);
            }
        );

    private static bool Suits(Type formatted, Type type) =>
        formatted.IsGenericTypeDefinition
            ? type.GetInterfaces()
                .Append(type)
                .Concat(Bases(type))
                .Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == formatted)
            : formatted.IsAssignableFrom(type);

    private static IEnumerable<Type> Bases(Type type)
    {
        for (var one = type.BaseType; one is not null; one = one.BaseType)
        {
            yield return one;
        }
    }

    private sealed record Composite(IReadOnlyList<ITypeFormatter> Formatters)
    {
        public bool Format(object? value, FormatContext context) => Formatters.Any(formatter => formatter.Format(value!, context));
    }
}
