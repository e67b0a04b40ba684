namespace Lethe.Training.Onnx;

/// <summary>One operation of a network, with the names of what it reads: <c>Conv</c> of an image and its weight.</summary>
internal sealed record OnnxNode(string Operation, IReadOnlyList<string> Inputs);
