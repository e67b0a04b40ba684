namespace Lethe.Detection.Sok;

/// <summary>What a detector is built of: the second axis of the systematisation.</summary>
public enum ArchitecturePart
{
    /// <summary>An ordinary convolutional network.</summary>
    ConvNet,

    /// <summary>Made for the task, such as a Siamese network or one with several attentions.</summary>
    SpecializedNetwork,

    /// <summary>Reads a sequence, of patches or of frames: a transformer, a recurrent network.</summary>
    SequenceModel,

    /// <summary>A way of training of its own: adversarial, meta-learning, distillation.</summary>
    LearningStrategy,
}
