namespace Lethe.Erasing;

/// <summary>A way to make a diffusion model forget a concept. Its properties are its settings; they become part of a run's identity.</summary>
public interface IErasingMethod
{
    /// <summary>For options and records: <c>all-but-one</c>.</summary>
    string Name { get; }

    /// <summary>For tables.</summary>
    string Title { get; }

    /// <summary>How it is trained unless told otherwise.</summary>
    ErasingRecipe Recipe { get; }

    /// <summary>How often a step asks the student, with gradient, about each latent: what its memory goes with.</summary>
    int Rows => 1;

    /// <summary>Changes the task's network.</summary>
    /// <exception cref="Runtime.LetheException">A loss or a gradient that is no number (<see cref="Runtime.ExitCode.NotFinite"/>); the message says where.</exception>
    void Erase(ErasingTask task);
}
