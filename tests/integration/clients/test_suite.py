"""The suite that jupyter_kernel_test has for any kernel."""

import unittest

import jupyter_kernel_test
import recording  # noqa: F401


class KernelTest(jupyter_kernel_test.KernelTests):
    kernel_name = "thaw"
    language_name = "typescript"
    file_extension = ".ts"

    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('oops')"
    code_generate_error = "throw new Error('oops')"
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "[1, 2].length", "result": "2"},
        {"code": "1 + 1", "result": "2"},
    ]
    code_display_data = [
        {
            "code": "await Deno.jupyter.display({'text/html': '<b></b>'}, {raw: true});",
            "mime": "text/html",
        },
    ]
    complete_code_samples = ["1", "const a = 1", "function f() {}", "// only\n"]
    incomplete_code_samples = ["function f() {", "[1,", "`text", "/* open"]
    completion_samples = [
        {"text": "consol", "matches": {"console"}},
        {"text": "Math.hyp", "matches": {"hypot"}},
    ]
    code_inspect_sample = "structuredClone"
    supported_history_operations = ("tail", "range", "search")
    code_history_pattern = "1 ? 1*"
    invalid_code_samples = ["let let = ;", "1 2 3"]


class WelcomeTest(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "thaw"
    support_iopub_welcome = True



if __name__ == "__main__":
    unittest.main()
