namespace Lethe.Kernel;

/// <summary>Text for <see cref="Kernel.SendAsync"/>, under the name that notebooks written for .NET Interactive know.</summary>
/// <param name="TargetKernelName">Its language; null for that of the kernel it is sent to.</param>
public sealed record SubmitCode(string Code, string? TargetKernelName = null);
