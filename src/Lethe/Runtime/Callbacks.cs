using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using unsafe LossFunction = delegate* unmanaged[Cdecl]<nint, nint, nint, nint, double, byte, long, nint>;
using unsafe StepFunction = delegate* unmanaged[Cdecl]<nint, nint, nint>;

namespace Lethe.Runtime;

/// <summary>The functions of the binding that have another in their place: those that take a function from the program and call it, because
/// an exception of .NET that meets torch's frames ends the process, so they hand over a <see cref="GuardedCallback"/>; and what
/// disposes (<see cref="LateDisposal"/>).</summary>
internal static unsafe class Callbacks
{
    private static readonly Type Apply = Native("ApplyFunc"),
        DeleteNode = Native("ManagedDeleteNode");

    private static delegate* unmanaged[Cdecl]<nint, nint, Pair> node;
    private static StepFunction step;
    private static LossFunction tripletLoss;

    private readonly record struct Pair(nint First, nint Second);

    /// <returns>Where a function of the binding is to be entered: mostly where it is.</returns>
    public static nint Instead(string name, nint entry)
    {
        switch (name)
        {
            case "THSAutograd_CSharpNode_ctor": // the backward of an autograd.Function
                node = (delegate* unmanaged[Cdecl]<nint, nint, Pair>)entry;
                return (nint)(delegate* unmanaged[Cdecl]<nint, nint, Pair>)&Node;
            case "THSNN_Optimizer_step": // the closure of an optimizer
                step = (StepFunction)entry;
                StepFunction ownStep = &Step;
                return (nint)ownStep;
            case "THSNN_triplet_margin_with_distance_loss":
                tripletLoss = (LossFunction)entry;
                LossFunction ownLoss = &TripletLoss;
                return (nint)ownLoss;
            default:
                return LateDisposal.Instead(name, entry);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Pair Node(nint apply, nint delete) => node(GuardedCallback.Of(apply, Apply), GuardedCallback.Of(delete, DeleteNode));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Step(nint optimizer, nint closure) =>
        step(optimizer, GuardedCallback.Of(closure, typeof(torch.optim.Optimizer.LossClosure)));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint TripletLoss(nint anchor, nint positive, nint negative, nint distance, double margin, byte swap, long reduction) =>
        tripletLoss(anchor, positive, negative, GuardedCallback.Of(distance, typeof(DistanceFunctionNative)), margin, swap, reduction);

    private static Type Native(string name) =>
        typeof(torch).Assembly.GetType($"TorchSharp.PInvoke.NativeMethods+{name}", throwOnError: true)!;
}
