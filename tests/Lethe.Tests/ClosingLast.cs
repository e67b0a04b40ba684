using Xunit.Sdk;
using Xunit.v3;

namespace Lethe.Tests;

/// <summary>Runs <see cref="ClosingTests"/> when all others have run.</summary>
public sealed class ClosingLast : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [
            .. testCollections.OrderBy(static collection =>
                collection.TestCollectionDisplayName.Contains(nameof(ClosingTests), StringComparison.Ordinal)
            ),
        ];
}
