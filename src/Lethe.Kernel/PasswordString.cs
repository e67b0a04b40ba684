namespace Lethe.Kernel;

/// <summary>A secret that is not shown by mistake.</summary>
public sealed class PasswordString(string password)
{
    public string GetClearTextPassword() => password;

    public override string ToString() => new('*', 8); // its length is nobody's business either
}
