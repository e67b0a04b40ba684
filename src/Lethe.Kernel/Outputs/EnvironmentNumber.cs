using System.Globalization;

namespace Lethe.Kernel.Outputs;

internal static class EnvironmentNumber
{
    /// <returns>The variable's number; another if it says none that is above 0.</returns>
    public static int Of(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number > 0
            ? number
            : otherwise;
}
