namespace Lethe.Erasing.Judges;

/// <summary>Something with an opinion on every picture of a prompt that was not trained with the model it judges.</summary>
public interface IPictureJudge : IDisposable
{
    string Name { get; }

    /// <summary>One number a picture; what it means is the judge's.</summary>
    /// <param name="pictures">N x 3 x H x W, 0 to 1.</param>
    IReadOnlyList<double> Judge(Tensor pictures, IReadOnlyList<string> prompts);
}
