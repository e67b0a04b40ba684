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

    private static readonly LimitedFormatter[] All = [new(MimeBundle.Plain), new(MimeBundle.Html), new(Summary)];

    private readonly ConcurrentDictionary<Type, IReadOnlyList<ITypeFormatter>> defaults = [];

    public string MimeType => mimeType;

    public Type Type => typeof(object);

    /// <summary>Again if a cell has reset all formatters; true if there was something to do. Scalars are shown as plain text: a number
    /// needs no table.</summary>
    public static bool Install(IEnumerable<Type> scalars)
    {
        lock (All)
        {
            if (Formatter.RegisteredFormatters(includeDefaults: false).OfType<LimitedFormatter>().Any())
            {
                return false;
            }
            Formatter.RecursionLimit = Levels;
            LibraryDisplays.Follow();
            foreach (var type in scalars)
            {
                Formatter.SetPreferredMimeTypesFor(type, MimeBundle.Plain);
            }
            foreach (var formatter in All)
            {
                Formatter.Register(formatter);
            }
            return true;
        }
    }

    public bool Format(object? instance, FormatContext context)
    {
        if (instance is null or IHtmlContent || ValueFormatter.IsScalar(instance.GetType()))
        {
            return Default(instance, context);
        }
        if (DisplayWalk.Current is not { } walk)
        {
            // A cell or a library formats by itself.
            var done = false;
            context.Writer.Write(
                DisplayWalk.Over(
                    () =>
                    {
                        done = Format(instance, context);
                        return "";
                    },
                    static note => note
                )
            );
            return done;
        }
        if (mimeType == Summary)
        {
            // The default goes into each item, however deep.
            return ValueSummary.Fits(instance) ? Write(context, ValueSummary.Of(instance)) : Default(instance, context);
        }
        if (walk.Enter(instance) is { } why)
        {
            return Write(context, walk.Cut is null ? $"{ValueSummary.Of(instance)} ({why})" : "…");
        }
        try
        {
            return Default(instance, context);
        }
        finally
        {
            walk.Leave();
        }
    }

    private bool Write(FormatContext context, string text)
    {
        context.Writer.Write(mimeType == MimeBundle.Html ? $"<code>{WebUtility.HtmlEncode(text)}</code>" : text);
        return true;
    }

    // Of the default formatters that suit the type, the one for the most special type; the next if that declines.
    private bool Default(object? value, FormatContext context) =>
        defaults.GetOrAdd(value?.GetType() ?? typeof(object), Defaults).Any(formatter => formatter.Format(value!, context));

    private List<ITypeFormatter> Defaults(Type type)
    {
        Formatter.GetPreferredMimeTypesFor(type); // finds those that the type itself names
        var suitable = Formatter
            .RegisteredFormatters()
            .Except(Formatter.RegisteredFormatters(includeDefaults: false))
            .Where(formatter => formatter.MimeType == mimeType && Suits(formatter.Type, type))
            .ToList();
        return
        [
            .. suitable.OrderBy(formatter => suitable.Count(other => other.Type != formatter.Type && Suits(formatter.Type, other.Type))),
        ];
    }

    private static bool Suits(Type formatted, Type type) =>
        formatted.IsGenericTypeDefinition
            ? type.GetInterfaces().Concat(Bases(type)).Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == formatted)
            : formatted.IsAssignableFrom(type);

    private static IEnumerable<Type> Bases(Type? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            yield return type;
        }
    }
}
