using Lethe.Erasing.Fashion;
using Lethe.Erasing.Reports;
using Lethe.Runtime;

namespace Lethe.Tests.Erasing.Reports;

public sealed class MeasuredPromptTests
{
    [Theory]
    [InlineData("sneaker", "ankle boot", "sneaker", "ankle boot")]
    [InlineData("a photo of a Sneaker", "", "sneaker", null)]
    [InlineData("shirt", "tshirt", "shirt", "tshirt")]
    [InlineData("ankle boot", "a photo of the bag", "ankle boot", "bag")]
    public void Of_the_small_model_every_class_is_measured_once(string concept, string instead, string erased, string? replacement)
    {
        var prompts = MeasuredPrompt.OfFashion(concept, instead);
        Assert.Equal(
            FashionPrompts.Names.Order(),
            prompts.Where(static prompt => prompt.Class is not null).Select(static prompt => prompt.Name).Order()
        );
        Assert.Equal(erased, Assert.Single(prompts, static prompt => prompt.Role == PromptRole.Erased).Name);
        Assert.Equal(replacement, prompts.SingleOrDefault(static prompt => prompt.Role == PromptRole.Instead)?.Name);
        Assert.Single(prompts, static prompt => prompt.Role == PromptRole.Nothing);
        Assert.Equal(prompts.Count, prompts.Select(static prompt => prompt.Block).Distinct().Count());
        Assert.Equal(erased, prompts[0].Name);
    }

    [Fact]
    public void Words_without_a_class_can_only_come_in_its_place()
    {
        Assert.Equal(
            "a photo",
            Assert.Single(MeasuredPrompt.OfFashion("bag", "a photo"), static prompt => prompt.Role == PromptRole.Instead).Name
        );
        Assert.Contains(
            "none of the things",
            Assert.Throws<LetheException>(static () => MeasuredPrompt.OfFashion("a photo", "bag")).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "still speaks of 'bag'",
            Assert.Throws<LetheException>(static () => MeasuredPrompt.OfFashion("bag", "a photo of the bag")).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Of_another_model_the_prompts_are_the_users()
    {
        var prompts = MeasuredPrompt.Of("pig", "cow", ["sheep", "goat"]);
        Assert.Equal(["pig", "cow", "sheep", "goat", ""], prompts.Select(static prompt => prompt.Name));
        Assert.Equal(5, prompts.Select(static prompt => prompt.Block).Distinct().Count());
        Assert.DoesNotContain(MeasuredPrompt.Of("pig", "", ["goat"]), static prompt => prompt.Role == PromptRole.Instead);
    }
}
