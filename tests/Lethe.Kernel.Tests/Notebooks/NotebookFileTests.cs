using System.Text;
using CsCheck;
using Lethe.Notebooks;

namespace Lethe.Kernel.Tests.Notebooks;

public sealed class NotebookFileTests
{
    [Fact]
    public void It_is_written_as_Jupyter_writes_it()
    {
        var notebook = NotebookFile.Parse(
            """{"nbformat_minor": 4, "nbformat": 4, "cells": [{"source": ["a\n", "é < 🌊"], "metadata": {}, "cell_type": "markdown"}], "metadata": {"x": {"z": 1, "a": [true, null, 1.50]}}}"""u8.ToArray(),
            "a"
        );

        Assert.Equal(
            "{\n \"cells\": [\n  {\n   \"cell_type\": \"markdown\",\n   \"id\": \"cell-1\",\n   \"metadata\": {},\n   "
                + "\"source\": [\n    \"a\\n\",\n    \"é < 🌊\"\n   ]\n  }\n ],\n \"metadata\": {\n  \"x\": {\n   \"a\": [\n    "
                + "true,\n    null,\n    1.50\n   ],\n   \"z\": 1\n  }\n },\n \"nbformat\": 4,\n \"nbformat_minor\": 5\n}\n",
            Encoding.UTF8.GetString(notebook.ToBytes())
        );
    }

    [Fact]
    public void What_was_written_reads_back_the_same() =>
        Gen
            .String.Array[0, 6]
            .Sample(
                sources =>
                {
                    var notebook = Sample.Notebook([.. sources.Select(static source => Sample.Code(source))]);
                    var again = NotebookFile.Parse(notebook.ToBytes(), "again");
                    Assert.Equal(notebook.ToBytes(), again.ToBytes());
                },
                iter: 200
            );

    [Fact]
    public void Ids_are_given_once_and_stay()
    {
        var notebook = NotebookFile.Parse(
            """{"nbformat": 4, "cells": [{"cell_type": "raw", "id": "cell-2"}, {"cell_type": "raw"}, {"cell_type": "raw", "id": "cell-2"}], "metadata": {}}"""u8.ToArray(),
            "a"
        );

        var ids = notebook.Cells.Select(static cell => cell.Id).ToList();
        Assert.Equal("cell-2", ids[0]);
        Assert.Equal(3, ids.Distinct().Count());
        Assert.Equal(ids, NotebookFile.Parse(notebook.ToBytes(), "b").Cells.Select(static cell => cell.Id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("""{"cells": {}, "nbformat": 4}""")]
    [InlineData("""{"cells": [], "nbformat": 3}""")]
    [InlineData("""{"cells": [], "nbformat": "4"}""")]
    [InlineData("""{"cells": [1], "nbformat": 4}""")]
    [InlineData("""{"cells": [{"cell_type": "video"}], "nbformat": 4}""")]
    [InlineData("""{"cells": [], "cells": [], "nbformat": 4}""")]
    [InlineData("""{"cells": [{"cell_type": "code", "outputs": [{"data": {"a": 1, "a": 2}}]}], "nbformat": 4}""")]
    public void What_is_not_a_notebook_is_said(string json) =>
        Assert.Equal(
            NotebookStatus.NotANotebook,
            Assert.Throws<NotebookException>(() => NotebookFile.Parse(Encoding.UTF8.GetBytes(json), "a")).Code
        );

    [Fact]
    public void A_byte_order_mark_is_read_past_and_not_written_again()
    {
        foreach (var encoding in (Encoding[])[new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            var notebook = NotebookFile.Parse([.. encoding.GetPreamble(), .. encoding.GetBytes(Sample.Json(Sample.Code("\"é\"")))], "a");

            Assert.Equal("\"é\"", notebook.Cells[0].Source);
            Assert.Equal((byte)'{', notebook.ToBytes()[0]);
        }
    }

    [Fact]
    public void What_is_not_UTF8_is_said_with_its_place()
    {
        var error = Assert.Throws<NotebookException>(() =>
            NotebookFile.Parse([.. "{\"cells\": [{\"cell_type\": \"raw\", \"source\": \"é"u8, 0xC3, .. "\"}], \"nbformat\": 4}"u8], "a")
        );

        Assert.Equal(NotebookStatus.NotANotebook, error.Code);
        Assert.StartsWith("a is not a notebook: its byte 46 is not UTF-8.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\\ud83c\\udf0a", "🌊")]
    [InlineData("\\ud83c", "\uFFFD")]
    [InlineData("\\udf0a\\uD83C", "\uFFFD\uFFFD")]
    [InlineData("\\ud83cx\\udf0a", "\uFFFDx\uFFFD")]
    [InlineData("\\\\ud83c", "\\ud83c")]
    [InlineData("\\ud83c\\n", "\uFFFD\n")]
    public void Half_a_pair_is_replaced(string written, string read) =>
        Assert.Equal(
            read,
            NotebookFile
                .Parse(Encoding.UTF8.GetBytes($$"""{"cells": [{"cell_type": "raw", "source": "{{written}}"}], "nbformat": 4}"""), "a")
                .Cells[0]
                .Source
        );

    [Fact]
    public void Any_bytes_are_a_notebook_or_a_clear_error() =>
        Gen.OneOf(Gen.Byte.Array[0, 60].Select(static bytes => bytes), Gen.String.Select(Encoding.UTF8.GetBytes))
            .Sample(bytes =>
            {
                try
                {
                    NotebookFile.Parse(bytes, "a");
                }
                catch (NotebookException)
                {
                    // The only kind of failure.
                }
            });
}
