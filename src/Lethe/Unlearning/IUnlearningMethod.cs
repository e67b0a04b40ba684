using Lethe.Unlearning.Forgetting;

namespace Lethe.Unlearning;

/// <summary>
/// A way to make a classifier forget some of what it was trained on. Implementations are records: their public properties are the method's
/// settings, with the defaults behind the kit's tables, and become part of a run's identity.
/// </summary>
public interface IUnlearningMethod : IEntry
{
    DataAccess Reads { get; }

    /// <summary>Whether the paper of LAU has a row for it.</summary>
    bool IsInPaper => true;

    /// <summary>Whether it is a row of the rivals' own table alone, and of none that runs if nothing else is said.</summary>
    bool IsRival => false;

    /// <summary>Why it cannot forget such a set, in a sentence; null if it can.</summary>
    string? Refusal(ForgetKind kind) => null;

    /// <summary>
    /// The method as a profile runs it: at paper with the settings of its source. smoke and quick have a sixth of the images, so a sixth of
    /// the steps, hence the larger rates; small has fewer epochs.
    /// </summary>
    IUnlearningMethod For(Profile profile) => this;

    /// <summary>The settings that tuning searches, and where; empty where there is nothing to search.</summary>
    SearchSpace Space => SearchSpace.None;

    /// <summary>
    /// About what it costs, in forward passes of one image (a training step is three); 0 where that does not depend on what is searched.
    /// </summary>
    /// <param name="forget">Images of D_f.</param>
    /// <param name="retain">Images of D_r.</param>
    double Units(int forget, int retain) => 0;

    /// <summary>Changes <see cref="UnlearningTask.Model"/> in place and leaves it in evaluation mode.</summary>
    void Unlearn(UnlearningTask task);
}
