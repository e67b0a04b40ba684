"""Jupyter's public kernel test suite (Debian: python3-jupyter-kernel-test), with every sample filled in that this kernel has."""
import sys
import unittest

import jupyter_kernel_test


class LetheKernel(jupyter_kernel_test.KernelTests):
    kernel_name = "lethe-csharp"
    language_name = "C#"
    file_extension = ".cs"
    code_hello_world = 'Console.WriteLine("hello, world");'
    code_stderr = 'Console.Error.WriteLine("oops");'
    completion_samples = [
        {"text": '"abc".Len', "matches": ["Length"]},
        {"text": "Math.Sq", "matches": ["Sqrt"]},
    ]
    complete_code_samples = ["1 + 1", "var x = 3;", "void F() { }", "// only a comment"]
    incomplete_code_samples = ["1 +", "void F() {", "var s = @\"open"]
    invalid_code_samples = ["var = ;", "}", "1 + + ;"]
    code_generate_error = 'throw new InvalidOperationException("deliberate");'
    code_execute_result = [
        {"code": "1 + 2 + 3", "result": "6"},
        {"code": '"a" + "b"', "result": "ab"},
        {"code": "Math.Sqrt(16)", "result": "4"},
        {"code": 'HTML("<b>bold</b>")', "mime": "text/html", "result": "<b>bold</b>"},
    ]
    code_display_data = [
        {"code": 'display("text")', "mime": "text/plain"},
        {"code": 'display(HTML("<b>bold</b>"))', "mime": "text/html"},
        {"code": '"<svg/>".DisplayAs("image/svg+xml")', "mime": "image/svg+xml"},
    ]
    code_history_pattern = "1 +*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.Max"
    code_page_something = "#!doc Math.Max"
    code_clear_output = "ClearOutput();"


if __name__ == "__main__":
    result = unittest.main(exit=False).result
    # Nothing is left out: every test of the suite has something to ask this kernel.
    sys.exit(not result.wasSuccessful() or len(result.skipped) > 0)
