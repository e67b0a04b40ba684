using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lethe.Runtime;

/// <summary>A function of .NET that is given to torch, so wrapped that no exception leaves it. It lives as long as the function.</summary>
internal sealed class GuardedCallback
{
    private static readonly ConditionalWeakTable<Delegate, GuardedCallback> Alive = [];
    private static readonly ConcurrentDictionary<Type, Func<Delegate, Delegate>> Wrappers = new();

    private readonly Delegate wrapper; // not to be collected before
    private readonly nint thunk;

    private GuardedCallback(Delegate function)
    {
        wrapper = Wrappers.GetOrAdd(function.GetType(), WrapperOf)(function);
        thunk = CallbackThunks.Take(Marshal.GetFunctionPointerForDelegate(wrapper));
    }

    ~GuardedCallback() => CallbackThunks.Return(thunk);

    /// <returns>What torch is to call instead of a function pointer made of a delegate of this type.</returns>
    public static nint Of(nint function, Type type) =>
        function == 0 ? 0 : Alive.GetValue(Marshal.GetDelegateForFunctionPointer(function, type), static function => new(function)).thunk;

    // The types are TorchSharp's own: (a, b) => { try { return function(a, b); } catch (Exception error) { Catch(error); return default; }
    // }
    // What returns nothing is called by a destructor, and a C++ exception may not leave that either.
    private static Func<Delegate, Delegate> WrapperOf(Type type)
    {
        var invoke = type.GetMethod("Invoke")!;
        var function = Expression.Parameter(typeof(Delegate));
        var arguments = invoke.GetParameters().Select(static parameter => Expression.Parameter(parameter.ParameterType)).ToArray();
        var error = Expression.Parameter(typeof(Exception));
        var caught = Expression.Block(
            invoke.ReturnType,
            Expression.Call(
                typeof(CallbackError),
                invoke.ReturnType == typeof(void) ? nameof(CallbackError.Postpone) : nameof(CallbackError.Catch),
                [],
                error
            ),
            Expression.Default(invoke.ReturnType)
        );
        var guarded = Expression.TryCatch(
            Expression.Invoke(Expression.Convert(function, type), arguments),
            Expression.Catch(error, caught)
        );
        return Expression.Lambda<Func<Delegate, Delegate>>(Expression.Lambda(type, guarded, arguments), function).Compile();
    }
}
