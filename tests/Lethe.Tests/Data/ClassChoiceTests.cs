using Lethe.Data;
using Lethe.Runtime;

namespace Lethe.Tests.Data;

public sealed class ClassChoiceTests
{
    [Theory]
    [InlineData("dog", 1)]
    [InlineData("DOG", 1)]
    [InlineData("0", 0)]
    [InlineData("number:2", 2)]
    [InlineData("name:cat", 0)]
    [InlineData("gro\u0308\u00dfe", 2)]
    [InlineData("gr\u00f6\u00dfe", 2)]
    public void A_class_is_found_by_name_and_by_number(string wanted, int index) =>
        Assert.Equal(index, ClassChoice.Find("Pets", ["cat", "dog", "gr\u00f6\u00dfe"], wanted));

    [Theory]
    [InlineData("bird")]
    [InlineData("3")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("")]
    [InlineData("99999999999")]
    [InlineData("name:0")]
    [InlineData("number:dog")]
    public void What_is_not_there_is_refused(string wanted) =>
        Assert.Equal($"Pets has no class '{wanted}'. It has 0 to 2: cat, dog, owl.", Refused(["cat", "dog", "owl"], wanted));

    [Fact]
    public void A_number_that_is_also_a_name_is_refused_unless_both_are_one_class()
    {
        Assert.Equal(
            "'1' could be the class of that name, which has the number 0, or class 1, which is 10. Write name:1 or number:1.",
            Refused(["1", "10", "2"], "1")
        );
        Assert.Equal(0, ClassChoice.Find("Digits", ["1", "10", "2"], "name:1"));
        Assert.Equal(1, ClassChoice.Find("Digits", ["1", "10", "2"], "number:1"));
        Assert.Equal(1, ClassChoice.Find("Digits", ["1", "10", "2"], "10"));
        Assert.Equal(3, ClassChoice.Find("Digits", ["0", "1", "2", "3"], "3"));
    }

    [Fact]
    public void A_name_that_fits_two_classes_but_for_capitals_is_refused()
    {
        Assert.Equal(
            "'BAG' could be Bag (class 0) or bag (class 1) of Pets. Write the name with its capitals, or number:0.",
            Refused(["Bag", "bag"], "BAG")
        );
        Assert.Equal(1, ClassChoice.Find("Bags", ["Bag", "bag"], "bag"));
    }

    private static string Refused(string[] names, string wanted)
    {
        var error = Assert.Throws<LetheException>(() => ClassChoice.Find("Pets", names, wanted));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        return error.Message;
    }
}
