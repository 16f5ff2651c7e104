"""Notebooks run by the programs people run them with."""

import os
import subprocess
import sys
import tempfile
import unittest

import nbformat
import recording  # noqa: F401
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_notebook

SPEC = {
    "kernelspec": {
        "name": "thaw",
        "display_name": "TypeScript (Thaw)",
        "language": "typescript",
    }
}


def notebook(*sources):
    """A notebook of code cells."""
    return new_notebook(metadata=SPEC, cells=[new_code_cell(s) for s in sources])


class NotebookTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.path = os.path.join(folder.name, "a.ipynb")
        self.out = os.path.join(folder.name, "b.ipynb")

    def save(self, *sources):
        nbformat.write(notebook(*sources), self.path)

    def value_of_last(self, path):
        cell = nbformat.read(path, as_version=4).cells[-1]
        (output,) = cell.outputs
        return output["data"]["text/plain"]

    def test_nbclient(self):
        ran = NotebookClient(
            notebook("const a = 20;\nconsole.log('out')", "a + 1"), timeout=60
        ).execute()
        self.assertEqual(ran.cells[0].outputs[0]["text"], "out\n")
        self.assertEqual(ran.cells[1].outputs[0]["data"]["text/plain"], "21")
        self.assertEqual(ran.metadata.language_info.name, "typescript")

    def test_nbclient_updates_a_display_in_place(self):
        ran = NotebookClient(
            notebook(
                "await Deno.jupyter.display({'text/plain': 'one'}, {raw: true, display_id: 'd'});",
                "await Deno.jupyter.display({'text/plain': 'two'}, {raw: true, display_id: 'd', update: true});",
            ),
            timeout=60,
        ).execute()
        self.assertEqual(ran.cells[0].outputs[0]["data"]["text/plain"], "two")
        self.assertEqual(ran.cells[1].outputs, [])

    def test_nbclient_stops_at_an_error(self):
        broken = notebook("1", "throw new RangeError('far')", "3")
        with self.assertRaises(CellExecutionError) as caught:
            NotebookClient(broken, timeout=60).execute()
        self.assertEqual(caught.exception.ename, "RangeError")
        self.assertEqual(broken.cells[2].outputs, [])

    def test_nbclient_times_out_and_interrupts(self):
        slow = notebook("while (true) {}")
        client = NotebookClient(slow, timeout=2, interrupt_on_timeout=True)
        with self.assertRaises(CellExecutionError):
            client.execute()

    def test_papermill(self):
        import papermill

        self.save("const a = 20", "a + 1")
        papermill.execute_notebook(self.path, self.out, progress_bar=False)
        self.assertEqual(self.value_of_last(self.out), "21")

    def test_nbconvert(self):
        self.save("const a = 20", "a + 1")
        ended = subprocess.run(
            [sys.executable, "-m", "nbconvert", "--execute", "--to", "notebook"]
            + ["--output", self.out, self.path],
            capture_output=True,
            text=True,
        )
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertEqual(self.value_of_last(self.out), "21")


if __name__ == "__main__":
    unittest.main()
