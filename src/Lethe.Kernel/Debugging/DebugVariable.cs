namespace Lethe.Kernel.Debugging;

/// <summary>A local variable, a parameter or <c>this</c>, where a cell's code may be stopped.</summary>
/// <param name="Reading">C# that takes it out of an <c>object</c>, which stands in it as <c>$</c>.</param>
internal sealed record DebugVariable(string Name, string Reading, bool IsWritable)
{
    public const string This = "this";
}
