"""What the public suite leaves out, by Jupyter's own client library: interrupt, restart, stdin, comms, signatures, death and floods."""
import contextlib
import json
import os
import queue
import tempfile
import time
import unittest

from jupyter_client.manager import KernelManager

KERNEL = "lethe-csharp"
PATIENCE = 60


class Kernel:
    """A kernel and a client of it."""

    def __init__(self):
        self.heard = []  # on iopub, for `collect`
        self.manager = KernelManager(kernel_name=KERNEL)
        self.manager.start_kernel()
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE)

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def restart(self):
        self.manager.restart_kernel(now=False)
        self.client.wait_for_ready(timeout=PATIENCE)
        # wait_for_ready takes any word on iopub for the new kernel's, also a late one of the old: wait until the new one is heard there.
        end = time.time() + PATIENCE
        while time.time() < end:
            with contextlib.suppress(AssertionError):
                self.collect(self.client.kernel_info(), patience=2)
                return
        raise AssertionError("nothing is heard of the restarted kernel on iopub")

    def send(self, code, **options):
        return self.client.execute(code, **options)

    def wait_until_printed(self, text, patience=PATIENCE):
        """Until the running cell has printed it: from then on it is compiled and under way, on a busy machine too."""
        end = time.time() + patience
        while time.time() < end:
            with contextlib.suppress(queue.Empty):
                self.heard.append(self.client.get_iopub_msg(timeout=0.2))
                if text in self.heard[-1]["content"].get("text", ""):
                    return
        raise AssertionError(f"{text!r} was not printed")

    def collect(self, sent, patience=PATIENCE):
        """The reply to a request, and all that iopub said of it between busy and idle."""
        reply, outputs, states = None, [], []
        end = time.time() + patience
        while time.time() < end:
            with contextlib.suppress(queue.Empty):
                message = self.heard.pop(0) if self.heard else self.client.get_iopub_msg(timeout=0.2)
                if message["parent_header"].get("msg_id") == sent:
                    if message["msg_type"] == "status":
                        states.append(message["content"]["execution_state"])
                    else:
                        outputs.append(message)
            if reply is None:
                with contextlib.suppress(Exception):
                    message = self.client.get_shell_msg(timeout=0.01)
                    if message["parent_header"].get("msg_id") == sent:
                        reply = message
            if reply is not None and states[-1:] == ["idle"]:
                assert states == ["busy", "idle"], states
                return reply["content"], [(o["msg_type"], o["content"]) for o in outputs if o["msg_type"] != "execute_input"]
        raise AssertionError(f"no end of {sent}: reply {reply is not None}, states {states}")

    def run(self, code, patience=PATIENCE, **options):
        return self.collect(self.send(code, **options), patience)

    def text(self, code, **options):
        reply, outputs = self.run(code, **options)
        assert reply["status"] == "ok", reply
        return "".join(c["text"] for t, c in outputs if t == "stream" and c["name"] == "stdout")

    def value(self, code):
        reply, outputs = self.run(code)
        assert reply["status"] == "ok", reply
        return [c["data"]["text/plain"] for t, c in outputs if t == "execute_result"][0]


class Conversation(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kernel = Kernel()

    @classmethod
    def tearDownClass(cls):
        cls.kernel.close()

    def test_user_expressions(self):
        reply, _ = self.kernel.run("var u = 20;", user_expressions={"good": "u + 1", "bad": "missing", "html": 'HTML("<i>1</i>")'})
        values = reply["user_expressions"]
        self.assertEqual(values["good"]["data"]["text/plain"], "21")
        self.assertEqual(values["html"]["data"]["text/html"], "<i>1</i>")
        self.assertEqual((values["bad"]["status"], values["bad"]["ename"]), ("error", "CompilationFailedException"))

    def test_silent_says_and_counts_nothing(self):
        before = self.kernel.run("0")[0]["execution_count"]
        reply, outputs = self.kernel.run('Console.Write("x"); display(1); var quiet = 5; quiet', silent=True)
        self.assertEqual((reply["status"], outputs), ("ok", []))
        self.assertEqual(self.kernel.value("quiet"), "5")
        self.assertEqual(self.kernel.run("0")[0]["execution_count"], before + 2)

    def test_store_history_false_does_not_count(self):
        before = self.kernel.run("0")[0]["execution_count"]
        self.kernel.run("1", store_history=False)
        self.assertEqual(self.kernel.run("0")[0]["execution_count"], before + 1)

    def test_a_failed_cell_stops_those_behind_it(self):
        sent = [self.kernel.send(code) for code in ("Thread.Sleep(300); throw new Exception();", "1", "2")]
        replies = []
        while len(replies) < 3:
            message = self.kernel.client.get_shell_msg(timeout=PATIENCE)
            if message["parent_header"]["msg_id"] in sent:
                replies.append(message["content"]["status"])
        self.assertEqual(replies, ["error", "aborted", "aborted"])
        self.assertEqual(self.kernel.value("3"), "3")

    def test_unless_told_otherwise(self):
        sent = [self.kernel.send(code, stop_on_error=False) for code in ("Thread.Sleep(300); throw new Exception();", "1")]
        replies = []
        while len(replies) < 2:
            message = self.kernel.client.get_shell_msg(timeout=PATIENCE)
            if message["parent_header"]["msg_id"] in sent:
                replies.append(message["content"]["status"])
        self.assertEqual(replies, ["error", "ok"])

    def test_update_display(self):
        _, shown = self.kernel.run('var shown = display("before");')
        _, updated = self.kernel.run('shown.Update("after");')
        self.assertEqual(updated[0][0], "update_display_data")
        self.assertEqual(updated[0][1]["transient"]["display_id"], shown[0][1]["transient"]["display_id"])
        self.assertEqual(updated[0][1]["data"]["text/plain"], "after")

    def test_json_mime_types_are_json(self):
        _, outputs = self.kernel.run('"""{"data": [{"y": [1, 2]}]}""".DisplayAs("application/vnd.plotly.v1+json")')
        self.assertEqual(outputs[0][1]["data"]["application/vnd.plotly.v1+json"], {"data": [{"y": [1, 2]}]})

    def test_error_shows_the_line_and_no_host(self):
        reply, outputs = self.kernel.run("int zero = 0;\nvar r = 1 / zero;")
        self.assertEqual([t for t, _ in outputs], ["error"])
        self.assertEqual(reply["ename"], "DivideByZeroException")
        text = "\n".join(reply["traceback"])
        self.assertIn("line 2", text)
        self.assertIn("var r = 1 / zero;", text)
        self.assertIn("^", text)
        self.assertNotIn("Lethe.Kernel", text)

    def test_a_hundred_thousand_lines(self):
        text = self.kernel.text("for (var i = 0; i < 100_000; i++) Console.WriteLine(i);")
        self.assertEqual(text, "".join(f"{i}\n" for i in range(100_000)))

    def test_completion_has_kinds(self):
        self.kernel.client.complete("new List<string>().Ad", 21)
        content = self.kernel.client.get_shell_msg(timeout=PATIENCE)["content"]
        kinds = {item["text"]: item["type"] for item in content["metadata"]["_jupyter_types_experimental"]}
        self.assertEqual(kinds["Add"], "method")
        self.assertEqual((content["cursor_start"], content["cursor_end"]), (19, 21))

    def test_comms(self):
        sent = self.kernel.client.session.send(self.kernel.client.shell_channel.socket, "comm_open", {"comm_id": "c1", "target_name": "none", "data": {}})
        deadline = time.time() + PATIENCE
        closed = None
        while closed is None and time.time() < deadline:
            message = self.kernel.client.get_iopub_msg(timeout=PATIENCE)
            if message["msg_type"] == "comm_close" and message["parent_header"]["msg_id"] == sent["header"]["msg_id"]:
                closed = message["content"]["comm_id"]
        self.assertEqual(closed, "c1")
        self.kernel.client.comm_info()
        self.assertEqual(self.kernel.client.get_shell_msg(timeout=PATIENCE)["content"], {"status": "ok", "comms": {}})

    def test_an_unknown_request_is_answered(self):
        self.kernel.client.session.send(self.kernel.client.shell_channel.socket, "riddle_request", {})
        self.assertEqual(self.kernel.client.get_shell_msg(timeout=PATIENCE)["content"]["status"], "error")

    def test_input_and_password(self):
        sent = self.kernel.send('Console.Write(Input("Name? ") + Password("Key: ") + Console.ReadLine());', allow_stdin=True)
        for prompt, hidden, answer in (("Name? ", False, "Ada"), ("Key: ", True, "s3"), ("", False, "line")):
            question = self.kernel.client.get_stdin_msg(timeout=PATIENCE)
            self.assertEqual((question["content"]["prompt"], question["content"]["password"]), (prompt, hidden))
            self.kernel.client.input(answer)
        _, outputs = self.kernel.collect(sent)
        self.assertEqual(outputs[0][1]["text"], "Adas3line")

    def test_input_without_stdin_fails_clearly(self):
        reply, _ = self.kernel.run("Console.ReadLine();", allow_stdin=False)
        self.assertEqual((reply["status"], reply["ename"]), ("error", "InvalidOperationException"))

    def interrupt(self, code):
        self.kernel.run("var state = 1;")
        sent = self.kernel.send('state = 2; Console.WriteLine("under way");\n' + code)
        self.kernel.wait_until_printed("under way")
        begin = time.time()
        self.kernel.manager.interrupt_kernel()
        reply, _ = self.kernel.collect(sent)
        took = time.time() - begin
        self.assertEqual((reply["status"], reply["ename"]), ("error", "Interrupted"))
        self.assertEqual(self.kernel.value("state"), "2")
        print(f"stopped after {took:.2f} s: {code[:40]!r}")
        # A second, where the machine gives the kernel its share; this only tells a stop from a hang.
        self.assertLess(took, 15)

    def test_interrupt_a_busy_loop(self):
        self.interrupt("while (true) { }")

    def test_interrupt_an_awaited_loop(self):
        self.interrupt("while (true) await Task.Delay(1);")

    def test_interrupt_a_training_loop(self):
        self.interrupt("var w = torch.randn(64, 64); while (true) { using var scope = torch.NewDisposeScope(); (w.matmul(w)).sum().item<float>(); }")

    def test_interrupt_a_long_call_into_a_library(self):
        self.kernel.run('[System.Runtime.InteropServices.DllImport("libc")] static extern uint sleep(uint seconds);')
        sent = self.kernel.send('var called = 1; Console.WriteLine("under way"); sleep(8); called = 2;')
        self.kernel.wait_until_printed("under way")
        time.sleep(0.5)  # from the line printed into the call
        self.kernel.manager.interrupt_kernel()
        reply, outputs = self.kernel.collect(sent)
        self.assertEqual((reply["status"], reply["ename"]), ("error", "Interrupted"))
        self.assertIn("one long call into a library", "".join(c["text"] for t, c in outputs if t == "stream" and c["name"] == "stderr"))
        self.assertEqual(self.kernel.value("called"), "1")

    def test_interrupt_with_nothing_running(self):
        self.kernel.manager.interrupt_kernel()
        time.sleep(0.5)  # it goes another way than the cell, which may overtake it
        self.assertEqual(self.kernel.value("1 + 1"), "2")

    def test_a_forged_message_is_dropped(self):
        client = self.kernel.client
        key, client.session.key = client.session.key, b"wrong"
        try:
            client.session.send(client.shell_channel.socket, "execute_request", {"code": "var forged = 1;", "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False})
            time.sleep(0.5)
        finally:
            client.session.key = key
        reply, _ = self.kernel.run("forged")
        self.assertEqual(reply["status"], "error")


class LifeAndDeath(unittest.TestCase):
    def setUp(self):
        self.kernel = Kernel()
        self.addCleanup(self.kernel.close)

    def dies(self, code, patience=60):
        self.kernel.send(code)
        end = time.time() + patience
        while self.kernel.manager.is_alive() and time.time() < end:
            time.sleep(0.1)
        self.assertFalse(self.kernel.manager.is_alive())
        self.kernel.client.stop_channels()
        self.kernel.manager.restart_kernel(now=True)
        self.kernel.client = self.kernel.manager.client()
        self.kernel.client.start_channels()
        self.kernel.client.wait_for_ready(timeout=PATIENCE)
        self.assertEqual(self.kernel.value("1 + 1"), "2")

    def test_exit(self):
        self.dies("Environment.Exit(3);")

    def test_endless_recursion_keeps_the_variables(self):
        self.kernel.run("var kept = 1;")
        reply, _ = self.kernel.run("int Down(int n) => Down(n + 1) + 1;\nDown(0)")
        self.assertEqual(reply["status"], "error")
        self.assertIn("Down", reply["evalue"])
        self.assertEqual(self.kernel.value("kept"), "1")

    def test_memory(self):
        # A limit of its own for this kernel, so that the machine lives.
        os.environ["DOTNET_GCHeapHardLimit"] = hex(400 << 20)
        try:
            kernel = Kernel()
        finally:
            del os.environ["DOTNET_GCHeapHardLimit"]
        self.addCleanup(kernel.close)
        reply, _ = kernel.run("var all = new List<byte[]>(); while (true) all.Add(new byte[1 << 20]);")
        self.assertEqual((reply["status"], reply["ename"]), ("error", "OutOfMemoryException"))

    def test_restart_forgets(self):
        self.kernel.run("var remembered = 1;")
        self.kernel.restart()
        self.assertEqual(self.kernel.run("remembered")[0]["status"], "error")

    def test_shutdown_ends_the_process(self):
        self.kernel.manager.shutdown_kernel(now=False)
        self.assertFalse(self.kernel.manager.is_alive())

    def test_two_kernels_do_not_meet(self):
        other = Kernel()
        self.addCleanup(other.close)
        self.kernel.run("var mine = 1;")
        other.run("var mine = 2;")
        first, second = self.kernel.send("Thread.Sleep(300); mine"), other.send("mine")
        self.assertEqual(other.collect(second)[1][0][1]["data"]["text/plain"], "2")
        self.assertEqual(self.kernel.collect(first)[1][0][1]["data"]["text/plain"], "1")


class OtherClients(unittest.TestCase):
    def notebook(self, *sources):
        cells = [{"cell_type": "code", "id": f"c{i}", "metadata": {}, "source": s, "outputs": [], "execution_count": None} for i, s in enumerate(sources)]
        return {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": {"name": KERNEL, "display_name": "C#", "language": "C#"}}, "cells": cells}

    def test_nbclient(self):
        import nbclient
        import nbformat

        notebook = nbformat.from_dict(self.notebook("var x = 20;", "Console.Write(x); display(1); x + 1"))
        nbclient.NotebookClient(notebook, timeout=PATIENCE).execute()
        nbformat.validate(notebook)
        self.assertEqual([o["output_type"] for o in notebook.cells[1].outputs], ["stream", "display_data", "execute_result"])
        self.assertEqual(notebook.cells[1].outputs[2]["data"]["text/plain"], "21")

    def test_nbconvert(self):
        import subprocess
        import sys

        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "n.ipynb"), "w") as file:
                json.dump(self.notebook("1 + 1"), file)
            subprocess.run([sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", "n.ipynb", "--output", "out.ipynb"], cwd=folder, check=True, capture_output=True)
            with open(os.path.join(folder, "out.ipynb")) as file:
                self.assertEqual("".join(json.load(file)["cells"][0]["outputs"][0]["data"]["text/plain"]), "2")

    TRAINING = (
        "using static TorchSharp.torch;\nmanual_seed(0);\nvar x = rand(256, 2);\nvar y = (x.sum(1, keepdim: true) > 1).to_type(float32);\nvar net = nn.Sequential((\"a\", nn.Linear(2, 8)), (\"b\", nn.ReLU()), (\"c\", nn.Linear(8, 1)));\nvar optimizer = optim.Adam(net.parameters(), 0.05);",
        "var losses = new List<double>();\nvar progress = display(\"starting\");\nfor (var epoch = 1; epoch <= 20; epoch++)\n{\n    using var scope = NewDisposeScope();\n    optimizer.zero_grad();\n    var loss = nn.functional.binary_cross_entropy_with_logits(net.forward(x), y);\n    loss.backward();\n    optimizer.step();\n    losses.Add(loss.item<float>());\n    progress.Update($\"epoch {epoch}: loss {losses[^1]:F3}\");\n}",
        "Chart.Line(losses.Select(l => Math.Round(l, 3)))",
        "Frame.FromColumns(new Dictionary<string, Series<int, double>> { [\"loss\"] = new Series<int, double>(new[] { 1, 20 }, new[] { Math.Round(losses[0], 3), Math.Round(losses[^1], 3) }) })",
    )

    def test_a_training_with_progress_chart_and_table(self):
        import subprocess
        import sys

        import nbformat

        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "n.ipynb"), "w") as file:
                json.dump(self.notebook(*self.TRAINING), file)
            subprocess.run([sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", "n.ipynb", "--output", "theirs.ipynb"], cwd=folder, check=True, capture_output=True)
            subprocess.run([*json.loads(os.environ["LETHE_COMMAND"]), "notebook", "run", "n.ipynb", "--out", "out"], cwd=folder, check=True, capture_output=True)
            theirs = nbformat.read(os.path.join(folder, "theirs.ipynb"), as_version=4)
            ours = nbformat.read(os.path.join(folder, "out", "n.ipynb"), as_version=4)
        self.assertIn("epoch 20: loss", ours.cells[1].outputs[0]["data"]["text/plain"])
        self.assertIn("application/vnd.plotly.v1+json", ours.cells[2].outputs[0]["data"])
        self.assertIn("<table>", ours.cells[3].outputs[0]["data"]["text/html"])
        self.assertEqual([[dict(o) for o in c.outputs] for c in ours.cells], [[dict(o) for o in c.outputs] for c in theirs.cells])

    def test_the_headless_runner_writes_the_same_and_it_is_valid(self):
        import subprocess

        import nbclient
        import nbformat

        sources = ("var x = 20;", 'Console.Write(x); var d = display("a"); x + 1', 'd.Update("b"); new { A = 1 }', 'HTML("<b>1</b>")')
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "n.ipynb"), "w") as file:
                json.dump(self.notebook(*sources), file)
            subprocess.run([*json.loads(os.environ["LETHE_COMMAND"]), "notebook", "run", "n.ipynb", "--out", "out"], cwd=folder, check=True, capture_output=True)
            ours = nbformat.read(os.path.join(folder, "out", "n.ipynb"), as_version=4)
        nbformat.validate(ours)
        theirs = nbformat.from_dict(self.notebook(*sources))
        nbclient.NotebookClient(theirs, timeout=PATIENCE).execute()
        self.assertEqual([[dict(o) for o in c.outputs] for c in ours.cells], [[dict(o) for o in c.outputs] for c in theirs.cells])


if __name__ == "__main__":
    unittest.main()
