using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Lethe.Kernel.Debugging;

/// <summary>A function of a cell that runs, or the cell's own statements. Called by code that was compiled to be debugged; not for people
/// to call.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class DebugFrame : IDisposable
{
    private static readonly Lock Making = new();
    private static DebugFrame[] tops = [];

    [ThreadStatic]
    private static DebugFrame? current;

    private DebugFrame(DebugFrame? caller) => Caller = caller;

    internal DebugFrame? Caller { get; }

    /// <summary>Where it is.</summary>
    internal int Point { get; private set; }

    /// <summary>Of the point's variables, as far as they have been asked for.</summary>
    internal object?[] Values { get; private set; } = [];

    internal bool IsLeft { get; private set; }

    /// <summary>True if a value was set while it was stopped.</summary>
    internal bool IsChanged { get; set; }

    /// <summary>The one that the calling thread is in.</summary>
    internal static DebugFrame? Current
    {
        get => current is { IsLeft: false } frame ? frame : null;
        set => current = value;
    }

    /// <summary>The frame of a cell's own statements.</summary>
    public static DebugFrame Top(int number) => tops[number];

    /// <summary>A function begins.</summary>
    public static DebugFrame Enter() => current = new(Current);

    /// <summary>A statement is about to run.</summary>
    /// <returns>True if <see cref="Here"/> is to be told.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool At(int point)
    {
        (Point, current) = (point, this);
        return PointTable.Level > DebugLevel.Breakpoints || PointTable.Flags[point] != 0;
    }

    /// <summary>The same for one that calls others, and so may have to be shown while they are stopped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Via(int point)
    {
        (Point, current) = (point, this);
        return PointTable.Level > DebugLevel.Off || PointTable.Flags[point] != 0;
    }

    /// <summary>Stops the calling thread here if somebody has asked for it.</summary>
    /// <param name="values">Of the point's variables.</param>
    /// <returns>True if somebody has set some: <see cref="Get"/> has them.</returns>
    public bool Here(object?[] values)
    {
        (Values, IsChanged) = (values, false);
        PointTable.Points[Point].Source.Debugger.Reach(this);
        return IsChanged;
    }

    /// <summary>A variable's value, after it was stopped here.</summary>
    public T Get<T>(int index, T _) => (T)Values[index]!;

    /// <summary>A value as the type that another has.</summary>
    public static T Like<T>(T _, object? value) => (T)value!;

    /// <summary>What an expression reads that is evaluated where the calling thread is stopped.</summary>
    public static object? Value(int index) => current!.Values[index];

    /// <summary>A field or property that such an expression cannot reach itself.</summary>
    public static object? Member(object? owner, string name) => Invoke(owner, name, BindingFlags.GetField | BindingFlags.GetProperty, []);

    /// <summary>A method that it cannot reach itself.</summary>
    public static object? Call(object? owner, string name, object?[] arguments) =>
        Invoke(owner, name, BindingFlags.InvokeMethod, arguments);

    /// <summary>It ends.</summary>
    public void Dispose()
    {
        IsLeft = true;
        if (current == this)
        {
            current = Caller;
        }
    }

    private static object? Invoke(object? owner, string name, BindingFlags how, object?[] arguments)
    {
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        for (var type = owner?.GetType(); type is not null; type = type.BaseType)
        {
            if (type.GetMember(name, Any).Length > 0)
            {
                return type.InvokeMember(name, how | Any, null, owner, arguments, CultureInfo.InvariantCulture);
            }
        }
        throw new MissingMemberException(owner?.GetType().Name, name);
    }

    internal static int MakeTop()
    {
        lock (Making)
        {
            tops = [.. tops, new(null)];
            return tops.Length - 1;
        }
    }

    internal bool IsBelow(DebugFrame other)
    {
        for (var frame = Caller; frame is not null; frame = frame.Caller)
        {
            if (frame == other)
            {
                return true;
            }
        }
        return false;
    }
}
