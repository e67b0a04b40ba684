namespace Lethe.Kernel.Debugging;

/// <summary>How far a step goes.</summary>
internal enum StepKind
{
    Over,
    In,
    Out,
}
