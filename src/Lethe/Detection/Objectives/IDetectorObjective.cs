using Lethe.Detection.Detectors;

namespace Lethe.Detection.Objectives;

/// <summary>What a detector is trained to make small. Implementations are records: their public properties are the method's settings and
/// become part of a run's identity. Nothing in them moves: what does is in <see cref="DetectorBatch.State"/>.</summary>
public interface IDetectorObjective : IEntry
{
    /// <summary>As a profile trains a network with it: the kit's settings below paper; there, the paper's for its two networks.</summary>
    IDetectorObjective For(Profile profile, string architecture) => this;

    /// <summary>In one pass over all qualities; called once a step, so this is where a state may be moved along.</summary>
    /// <param name="detector">In training mode; in evaluation mode while only its head is trained.</param>
    /// <returns>A differentiable scalar, float32 or float64, in the caller's scope.</returns>
    Tensor Loss(Detector detector, DetectorBatch batch);

    /// <summary>How far from the weights <see cref="Loss"/> is computed.</summary>
    WeightPerturbation Perturbation => WeightPerturbation.None;

    /// <summary>What <see cref="Perturbation"/> climbs; moves no state.</summary>
    Tensor Ascent(Detector detector, DetectorBatch batch) => Loss(detector, batch);

    /// <summary>Tensors that live as long as a training: the trainer saves them with every checkpoint, hands them to every batch and
    /// disposes them; <see cref="Loss"/> moves them in place.</summary>
    IReadOnlyDictionary<string, Tensor> InitialState(Detector detector) => new Dictionary<string, Tensor>();
}
