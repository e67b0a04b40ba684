using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Lethe.Unlearning;

namespace Lethe.Cli.Options;

/// <summary>
/// Changes settings of a method by name: <c>--set alpha=0.3</c>. Methods are records, and their settable properties are their settings.
/// </summary>
internal static class MethodSettings
{
    /// <param name="method">Is not changed.</param>
    /// <param name="assignments">Each <c>name=value</c>; names in any case, with or without hyphens.</param>
    /// <returns>A copy with the new values.</returns>
    /// <exception cref="LetheException">No such setting, or not a value for it (<see cref="ExitCode.Usage"/>).</exception>
    public static IUnlearningMethod Apply(IUnlearningMethod method, IEnumerable<string> assignments) =>
        Apply(method, method.Name, assignments);

    /// <summary>Likewise of any record.</summary>
    public static T Apply<T>(T method, string title, IEnumerable<string> assignments)
        where T : notnull
    {
        var copy = (T)Activator.CreateInstance(method.GetType())!;
        foreach (var property in method.GetType().GetProperties().Where(static property => property.SetMethod is not null))
        {
            property.SetValue(copy, property.GetValue(method));
        }
        foreach (var assignment in assignments)
        {
            var (name, value) = Split(assignment);
            var setting =
                Find(method, name)
                ?? throw LetheException.Usage(
                    $"{title} has no setting '{name}'. "
                        + $"{(Of(method).Any() ? $"It has: {string.Join(", ", Of(method).Select(static s => s.Name))}." : "It has none.")}"
                );
            setting.SetValue(copy, Parse(setting, value));
        }
        var faults = new List<ValidationResult>();
        return Validator.TryValidateObject(copy, new ValidationContext(copy), faults, validateAllProperties: true)
            ? copy
            : throw LetheException.Usage($"{title}: {faults[0].ErrorMessage}");
    }

    /// <summary>Whether a record has the setting that an assignment is about.</summary>
    /// <exception cref="LetheException">It is no assignment (<see cref="ExitCode.Usage"/>).</exception>
    public static bool Has(object method, string assignment) => Find(method, Split(assignment).Name) is not null;

    /// <summary>The settings of a method in the order of its source.</summary>
    public static IEnumerable<PropertyInfo> Of(object method) =>
        method
            .GetType()
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => property.SetMethod is { IsPublic: true } && IsSimple(property.PropertyType));

    private static PropertyInfo? Find(object method, string name) =>
        Of(method).FirstOrDefault(setting => Plain(setting.Name) == Plain(name));

    private static (string Name, string Value) Split(string assignment) =>
        assignment.Split('=', 2) is [var left, var right]
            ? (left.Trim(), right.Trim())
            : throw LetheException.Usage($"--set wants NAME=VALUE, not '{assignment}'.");

    private static bool IsSimple(Type type) => type.IsEnum || type == typeof(string) || typeof(IConvertible).IsAssignableFrom(type);

    private static object Parse(PropertyInfo setting, string text)
    {
        try
        {
            return setting.PropertyType.IsEnum
                ? Enum.Parse(setting.PropertyType, text.Replace("-", "", StringComparison.Ordinal), ignoreCase: true)
                : Convert.ChangeType(text, setting.PropertyType, CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (error is FormatException or OverflowException or ArgumentException or InvalidCastException)
        {
            var wanted =
                setting.PropertyType.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(setting.PropertyType))}"
                : setting.PropertyType == typeof(bool) ? "true or false"
                : "a number";
            throw LetheException.Usage($"{setting.Name} wants {wanted}, not '{text}'.");
        }
    }

    private static string Plain(string name) =>
        name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
