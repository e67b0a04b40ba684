namespace Lethe.Kernel.Execution;

/// <summary>A variable that cells have declared, as it stands now.</summary>
/// <param name="Name">As declared.</param>
/// <param name="Type">Its declared type.</param>
/// <param name="Value">Its value; null too if the cell failed before it.</param>
public sealed record Variable(string Name, Type Type, object? Value);
