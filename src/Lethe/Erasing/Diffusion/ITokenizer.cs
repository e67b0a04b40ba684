namespace Lethe.Erasing.Diffusion;

/// <summary>From a prompt to token ids of one length.</summary>
public interface ITokenizer
{
    int Length { get; }

    /// <summary>With its beginning, its end and its padding; what is too long is cut off before the end. The empty prompt is the null
    /// prompt.</summary>
    /// <exception cref="Runtime.LetheException">A word that is not known (<see cref="Runtime.ExitCode.Usage"/>), where there is such a
    /// thing.</exception>
    long[] Encode(string prompt);

    /// <summary>Where the last token of the text stands, before its end; 0, the beginning, if there is no word in it.</summary>
    int LastWord(string prompt);

    /// <summary>Where the tokens of <paramref name="part"/> stand in the prompt; empty if it does not occur.</summary>
    IReadOnlyList<int> Find(string prompt, string part);
}
