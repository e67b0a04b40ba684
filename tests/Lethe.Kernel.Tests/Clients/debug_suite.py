"""The debugger, by the messages that JupyterLab sends: on the control channel, with its hash of a cell's text, while a cell runs on shell."""
import os
import time
import unittest

from client_suite import PATIENCE, Kernel


def murmur2(text, seed):
    """JupyterLab's hash of a cell."""
    data, m = text.encode(), 0x5BD1E995
    length = len(data)
    h = seed ^ length
    while length >= 4:
        k = int.from_bytes(data[:4], "little") * m & 0xFFFFFFFF
        k = (k ^ k >> 24) * m & 0xFFFFFFFF
        h = (h * m & 0xFFFFFFFF) ^ k
        data, length = data[4:], length - 4
    if data:
        h = (h ^ int.from_bytes(data, "little")) * m & 0xFFFFFFFF
    h = (h ^ h >> 13) * m & 0xFFFFFFFF
    return h ^ h >> 15


class Debugging(unittest.TestCase):
    def setUp(self):
        self.kernel = Kernel()
        self.addCleanup(lambda: self.kernel.close())
        self.sequence = 0
        self.heard = []
        info = self.ask("debugInfo")
        self.assertEqual((info["isStarted"], info["hashMethod"]), (False, "Murmur2"))
        self.path = lambda code: f"{info['tmpFilePrefix']}{murmur2(code, info['hashSeed'])}{info['tmpFileSuffix']}"
        capabilities = self.ask("initialize", clientID="jupyterlab", adapterID="", pathFormat="path", linesStartAt1=True, columnsStartAt1=True)
        self.assertTrue(capabilities["supportsConfigurationDoneRequest"])
        self.ask("attach")
        self.event("initialized")

    def ask(self, command, **arguments):
        client = self.kernel.client
        content = {"type": "request", "seq": self.sequence, "command": command, "arguments": arguments}
        self.sequence += 1
        message = client.session.msg("debug_request", content)
        client.control_channel.send(message)
        while True:
            reply = client.get_control_msg(timeout=PATIENCE)
            if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                break
        self.assertEqual(reply["msg_type"], "debug_reply")
        content = reply["content"]
        self.assertEqual((content["type"], content["command"], content["request_seq"]), ("response", command, self.sequence - 1))
        self.assertTrue(content["success"], content)
        return content["body"]

    def event(self, name):
        end = time.time() + PATIENCE
        while time.time() < end:
            message = self.kernel.client.get_iopub_msg(timeout=PATIENCE)
            self.heard.append(message)
            if message["msg_type"] == "debug_event" and message["content"]["event"] == name:
                return message["content"].get("body")
        raise AssertionError(f"no {name}")

    def begin(self, code, *lines):
        """As a person does: breakpoints, then the cell."""
        path = self.ask("dumpCell", code=code)["sourcePath"]
        self.assertEqual(path, self.path(code))
        self.assertTrue(os.path.isfile(path))
        found = self.ask("setBreakpoints", source={"path": path}, breakpoints=[{"line": line} for line in lines], sourceModified=False)
        self.assertEqual([b["line"] for b in found["breakpoints"]], list(lines))
        self.ask("configurationDone")
        return self.kernel.send(code)

    def stopped(self):
        body = self.event("stopped")
        frames = self.ask("stackTrace", threadId=body["threadId"])["stackFrames"]
        return body["reason"], [(frame["name"], frame["line"]) for frame in frames]

    def variables(self, frame=1):
        return {
            scope["name"]: {v["name"]: v["value"] for v in self.ask("variables", variablesReference=scope["variablesReference"])["variables"]}
            for scope in self.ask("scopes", frameId=frame)["scopes"]
        }

    def reply(self, sent):
        while True:
            message = self.kernel.client.get_shell_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") == sent:
                return message["content"]

    def test_a_session_as_jupyterlab_leads_it(self):
        sent = self.begin("var names = new List<string> { \"é\" };\nint Length(string of)\n{\n    return of.Length;\n}\nvar n = Length(names[0]);\nn", 6)
        self.assertEqual(self.stopped(), ("breakpoint", [("Cell [1]", 6)]))
        self.assertEqual(self.ask("debugInfo")["stoppedThreads"], [1])
        self.assertEqual(self.variables()["Globals"]["names"], "[ é ]")
        self.ask("stepIn", threadId=1)
        self.event("continued")
        self.assertEqual(self.stopped(), ("step", [("Length", 4), ("Cell [1]", 6)]))
        self.assertEqual(self.variables()["Locals"], {"of": '"é"'})
        self.assertEqual(self.ask("evaluate", expression="of + n", frameId=1, context="repl")["result"], '"é0"')
        self.assertIn("text/plain", self.ask("richInspectVariables", variableName="of", frameId=1)["data"])
        self.ask("continue", threadId=1)
        self.assertEqual(self.reply(sent)["status"], "ok")
        self.assertEqual([v["name"] for v in self.ask("inspectVariables")["variables"]], ["n", "names"])
        self.ask("disconnect", restart=False, terminateDebuggee=False)
        self.assertFalse(self.ask("debugInfo")["isStarted"])
        self.assertEqual(self.kernel.value("n + 1"), "2")

    def test_stop_and_restart_work_at_a_breakpoint(self):
        sent = self.begin("var a = 1;\na = 2;", 2)
        self.stopped()
        self.kernel.manager.interrupt_kernel()
        self.assertEqual(self.reply(sent)["ename"], "Interrupted")
        self.assertEqual(self.kernel.value("a"), "1")
        self.begin("a = 3;", 1)
        self.stopped()
        self.kernel.restart()
        self.assertFalse(self.ask("debugInfo")["isStarted"])

    def test_a_client_that_vanishes_leaves_no_cell_standing(self):
        self.begin("var a = 1;\na = 2;", 2)
        self.stopped()
        self.kernel.client.stop_channels()
        time.sleep(12)
        self.kernel.client = self.kernel.manager.client()
        self.kernel.client.start_channels()
        self.kernel.client.wait_for_ready(timeout=PATIENCE)
        self.assertEqual(self.kernel.value("a"), "2")


if __name__ == "__main__":
    unittest.main()
