using Lethe.Kernel.Execution;
using Lethe.Kernel.Outputs;
using Lethe.Kernel.Tests.Execution;

namespace Lethe.Kernel.Tests.Outputs;

public sealed class LimitedFormatterTests : IDisposable
{
    private readonly CellExecutor cells = new(Path.GetTempPath());

    public void Dispose() => cells.Dispose();

    [Theory]
    [InlineData("var a = new List<object> { 1 }; a.Add(a); a", "contains itself")]
    [InlineData("var a = new object[1]; a[0] = a; a", "contains itself")]
    [InlineData("var a = new Dictionary<string, object>(); a[\"a\"] = a; a", "contains itself")]
    [InlineData("var a = new System.Collections.ArrayList(); a.Add(a); a", "contains itself")]
    [InlineData(
        "class T : IEnumerable<T> { public IEnumerator<T> GetEnumerator() { yield return this; } "
            + "System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator(); }\nnew T()",
        "contains itself"
    )]
    [InlineData(
        "class E : IEnumerable<E> { public IEnumerator<E> GetEnumerator() { while (true) yield return new E(); } "
            + "System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator(); }\nnew E()",
        "only the first 10,000 values are shown"
    )]
    [InlineData("record Node(int P) { public Node Next { get; set; } }\nvar a = new Node(5); a.Next = a; a", "contains itself")]
    [InlineData(
        "record struct Cell(int P, object[] Next);\nvar a = new Cell(5, new object[1]); a.Next[0] = a; a",
        "Cell { P = 5, Next = [ … ] }"
    )]
    [InlineData("record Node(int P) { public Node Next { get; set; } }\nvar a = new Node(5); a.Next = a; (1, a)", "contains itself")]
    [InlineData(
        "record Node(int P) { public Node Next { get; set; } }\nvar a = new Node(5); a.Next = a; KeyValuePair.Create(\"k\", a)",
        "contains itself"
    )]
    [InlineData(
        "record Node(int P) { public Node Next { get; set; } }\nvar a = new Node(5); a.Next = a; new { A = a, B = new[] { a } }",
        "contains itself"
    )]
    [InlineData("class C { public C Me => this; public int P = 5; }\nnew C()", "contains itself")]
    [InlineData("class N { public N Next => new N(); }\nnew N()", "deeper levels are not shown")]
    [InlineData("object o = 1; for (var i = 0; i < 20_000; i++) o = new object[] { o }; o", "deeper levels are not shown")]
    [InlineData("System.Text.Json.Nodes.JsonNode.Parse(\"{\\\"a\\\": [1, {\\\"b\\\": 2}]}\")", "a")]
    [InlineData("dynamic x = new System.Dynamic.ExpandoObject(); x.Me = x; x.P = 5; (object)x", "P")]
    public void What_contains_itself_or_never_ends_is_shown_as_far_as_it_goes(string code, string shown)
    {
        var (outcome, sink) = RecordingSink.Run(cells, code);

        Assert.Null(outcome.Error);
        Assert.Contains(sink.Value!.Data.Values, text => text.Contains(shown, StringComparison.Ordinal));
        Assert.All(sink.Value.Data.Values, static text => Assert.InRange(text.Length, 1, 3_000_000));
        Assert.Equal("2", RecordingSink.Run(cells, "1 + 1").Sink.Value!.Data[MimeBundle.Plain]);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/csv")]
    [InlineData("text/plain+summary")]
    [InlineData("application/vnd.dataresource+json")]
    public void Other_forms_of_what_contains_itself_end_too(string mimeType)
    {
        foreach (var value in (string[])["new List<object> { 1 }", "new System.Collections.ArrayList { 1 }"])
        {
            var (outcome, sink) = RecordingSink.Run(cells, $"var a = {value}; a.Add(a); display(a, \"{mimeType}\");");

            Assert.Null(outcome.Error);
            Assert.Single(sink.Displays);
        }
    }

    [Fact]
    public void An_update_of_a_display_has_the_same_limits()
    {
        var (outcome, sink) = RecordingSink.Run(
            cells,
            "var a = new List<object> { 1 }; a.Add(a); var shown = display(1); shown.Update(a);"
        );

        Assert.Null(outcome.Error);
        Assert.Contains(
            sink.Events,
            static line =>
                line.StartsWith("update ", StringComparison.Ordinal) && line.Contains("contains itself", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("new[] { 1, 2, 3 }", "[ 1, 2, 3 ]")]
    [InlineData(
        "Enumerable.Range(0, 30).ToArray()",
        "[ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 ... (10 more) ]"
    )]
    [InlineData("(1, \"a\")", "( 1, a )")]
    [InlineData("new { A = 1, B = new[] { 1.5 } }", "<>f__AnonymousType0#1<Int32,Double[]>\n      A: 1\n      B: [ 1.5 ]")]
    [InlineData("record P(int A, string B);\nnew P(1, \"x\")", "P\n      A: 1\n      B: x")]
    public void What_is_small_looks_as_it_always_did(string code, string text) =>
        Assert.Equal(text, RecordingSink.Run(cells, code).Sink.Value!.Data[MimeBundle.Plain]);

    [Fact]
    public void The_same_value_twice_is_no_circle()
    {
        var text = RecordingSink.Run(cells, "class C { public int P = 5; }\nvar one = new C(); new[] { one, one }").Sink.Value!.Data[
            MimeBundle.Html
        ];

        Assert.DoesNotContain("contains itself", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_formatter_of_the_reader_s_own_comes_before_the_limits()
    {
        RecordingSink.Run(cells, "class Mine : List<int> { }\nFormatter.Register<Mine>(m => \"mine\", \"text/html\");");

        Assert.Equal("mine", RecordingSink.Run(cells, "new Mine()").Sink.Value!.Data[MimeBundle.Html]);
        Assert.Contains(
            "contains itself",
            RecordingSink.Run(cells, "var a = new List<object>(); a.Add(a); a").Sink.Value!.Data[MimeBundle.Html],
            StringComparison.Ordinal
        );
    }
}
