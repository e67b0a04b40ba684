using System.Collections;
using System.Reflection;
using System.Runtime.ExceptionServices;
using Microsoft.DotNet.Interactive.Formatting;

namespace Lethe.Kernel.Outputs;

/// <summary>The first items of an asynchronous stream: its text alone would be the name of a type.</summary>
internal static class AsyncStream
{
    private static readonly MethodInfo Generic = typeof(AsyncStream).GetMethod(nameof(Take), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <returns>Its items as a list, and what to say of those that are not in it; null if it is no asynchronous stream.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> ended the wait for the next item.</exception>
    public static (object Items, string? Note)? Read(object? value, CancellationToken cancellation)
    {
        var take = Interface(value) is { } item ? Generic.MakeGenericMethod(item.GetGenericArguments()) : null;
        return ((object, string?)?)take?.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [value, cancellation], null);
    }

    /// <returns>How it is a stream; null if it is none.</returns>
    public static Type? Interface(object? value) =>
        value is null or IEnumerable
            ? null
            : value
                .GetType()
                .GetInterfaces()
                .FirstOrDefault(static one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));

    private static (object Items, string? Note) Take<T>(IAsyncEnumerable<T> stream, CancellationToken cancellation)
    {
        var items = new List<T>();
        var most = Formatter.ListExpansionLimit;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(DisplayWalk.MostTime);
        var reading = Task.Run(ReadAsync, CancellationToken.None); // not on the cell's thread, which waits here
        try
        {
            reading.Wait(limit.Token);
            return (items, reading.Result ? $"only the first {most} items are shown" : null);
        }
        catch (AggregateException error) when (error.InnerExceptions is [var only] && !limit.IsCancellationRequested)
        {
            ExceptionDispatchInfo.Throw(only);
            throw;
        }
        catch (Exception error) when (error is OperationCanceledException or AggregateException)
        {
            cancellation.ThrowIfCancellationRequested();
            lock (items)
            {
                return (
                    items.ToList(),
                    FormattableString.Invariant($"only what came within {DisplayWalk.MostTime.TotalSeconds:0} seconds is shown")
                );
            }
        }

        async Task<bool> ReadAsync()
        {
            await foreach (var item in stream.WithCancellation(limit.Token).ConfigureAwait(false))
            {
                if (items.Count == most)
                {
                    return true;
                }
                lock (items)
                {
                    items.Add(item);
                }
            }
            return false;
        }
    }
}
