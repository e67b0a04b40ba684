namespace Lethe.Erasing;

/// <summary>A way to make a diffusion model forget a concept. Its properties are its settings; they become part of a run's
/// identity.</summary>
public interface IErasingMethod : IEntry
{
    ErasingRecipe Recipe { get; }

    /// <summary>How often a step asks the student, with gradient, about each latent: what its memory goes with.</summary>
    int Rows => 1;

    /// <summary>The method as a profile runs it: at smoke with as few pictures and paths as will do.</summary>
    /// <param name="large">Of Stable Diffusion: at quick with as many paths as its few iterations see.</param>
    IErasingMethod For(Profile profile, bool large) => this;

    /// <exception cref="LetheException">A loss or a gradient that is no number (<see cref="ExitCode.NotFinite"/>), said where.</exception>
    void Erase(ErasingTask task);
}
