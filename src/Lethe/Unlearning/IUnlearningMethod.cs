namespace Lethe.Unlearning;

/// <summary>
/// A way to make a classifier forget one class. Implementations are records: their public properties are the method's settings,
/// with the defaults behind the kit's tables, and become part of a run's identity.
/// </summary>
public interface IUnlearningMethod
{
    /// <summary>For the command line and records: <c>negative-gradient</c>.</summary>
    string Name { get; }

    /// <summary>For tables: <c>Negative Gradient</c>.</summary>
    string Title { get; }

    DataAccess Reads { get; }

    /// <summary>Changes <see cref="UnlearningTask.Model"/> in place and leaves it in evaluation mode.</summary>
    void Unlearn(UnlearningTask task);
}
