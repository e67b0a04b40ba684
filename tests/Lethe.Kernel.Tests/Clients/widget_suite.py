"""Widgets as a front end speaks to them: every message of the jupyter.widget protocol that passes between the two."""
import statistics
import time
import unittest
import uuid

from client_suite import PATIENCE, Kernel


class Page(Kernel):
    """A front end: it keeps the models that the kernel has opened."""

    def __init__(self):
        super().__init__()
        self.models, self.closed = {}, []

    def hear(self, sent):
        """All that iopub says of a request until idle."""
        heard = []
        end = time.time() + PATIENCE
        while time.time() < end:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            heard.append(message)
            kind, content = message["msg_type"], message["content"]
            if kind == "comm_open":
                assert message["metadata"]["version"].startswith("2."), message["metadata"]
                self.models[content["comm_id"]] = dict(self.state(message, content["data"]))
            elif kind == "comm_close":
                self.closed.append(content["comm_id"])
            elif kind == "comm_msg" and content["data"]["method"] in ("update", "echo_update"):
                self.models[content["comm_id"]].update(self.state(message, content["data"]))
            elif kind == "status" and content["execution_state"] == "idle" and message["parent_header"].get("msg_id") == sent:
                return heard
        raise AssertionError("never idle")

    @staticmethod
    def state(message, data):
        state = dict(data["state"])
        for path, buffer in zip(data["buffer_paths"], message["buffers"]):
            assert len(path) == 1, path
            state[path[0]] = bytes(buffer)
        return state

    def cell(self, code):
        sent = self.client.execute(code)
        heard = self.hear(sent)
        reply = self.reply(sent)
        assert reply["status"] == "ok", reply
        return sent, heard

    def reply(self, sent):
        while True:
            message = self.client.get_shell_msg(timeout=PATIENCE)
            if message["parent_header"]["msg_id"] == sent:
                return message["content"]

    def show(self, code):
        """Runs a cell; the id of the model that it shows."""
        _, heard = self.cell(code)
        data = [m["content"]["data"] for m in heard if m["msg_type"] in ("display_data", "execute_result")][-1]
        view = data["application/vnd.jupyter.widget-view+json"]
        assert view["version_major"] == 2 and "lethe-widget" in data["text/html"] and data["text/plain"], data
        return view["model_id"]

    def post(self, kind, content, buffers=None, metadata=None):
        message = self.client.session.send(self.client.shell_channel.socket, kind, content, buffers=buffers, metadata=metadata)
        return message["header"]["msg_id"]

    def update(self, model, **state):
        return self.hear(self.tell(model, {"method": "update", "state": state, "buffer_paths": []}))

    def tell(self, model, data, buffers=None):
        return self.post("comm_msg", {"comm_id": model, "data": data}, buffers)

    def click(self, model):
        return self.hear(self.tell(model, {"method": "custom", "content": {"event": "click"}}))


def text(heard):
    return "".join(m["content"]["text"] for m in heard if m["msg_type"] == "stream")


def methods(heard):
    return [m["content"]["data"]["method"] for m in heard if m["msg_type"] == "comm_msg"]


class Widgets(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.page = Page()
        cls.page.cell("int seen = 0;")

    @classmethod
    def tearDownClass(cls):
        cls.page.close()

    def test_a_slider_is_a_model_of_ipywidgets(self):
        model = self.page.models[self.page.show("new IntSlider(0, 10, 3) { Label = \"k\", Width = \"30em\" }")]
        self.assertEqual(
            {name: model[name] for name in ("_model_name", "_view_name", "_model_module", "value", "min", "max", "step", "description")},
            {"_model_name": "IntSliderModel", "_view_name": "IntSliderView", "_model_module": "@jupyter-widgets/controls", "value": 3, "min": 0, "max": 10, "step": 1, "description": "k"},
        )
        layout = self.page.models[model["layout"].removeprefix("IPY_MODEL_")]
        self.assertEqual((layout["_model_name"], layout["_model_module"], layout["width"]), ("LayoutModel", "@jupyter-widgets/base", "30em"))
        self.assertEqual(self.page.models[model["style"].removeprefix("IPY_MODEL_")]["_model_name"], "DescriptionStyleModel")

    def test_a_change_is_echoed_then_runs_and_is_said_under_the_cell_that_shows_it(self):
        sent, heard = self.page.cell('var a = new IntSlider(0, 10); a.Changed += v => Console.Write($"now {v} {a.Value}"); a')
        model = [m for m in heard if m["msg_type"] == "execute_result"][0]["content"]["data"]["application/vnd.jupyter.widget-view+json"]["model_id"]
        heard = self.page.update(model, value=7)
        self.assertEqual(methods(heard), ["echo_update"])
        self.assertEqual(text(heard), "now 7 7")
        event = heard[0]["parent_header"]["msg_id"]
        self.assertEqual({m["msg_type"]: m["parent_header"]["msg_id"] for m in heard}, {"status": event, "comm_msg": event, "stream": sent})
        self.assertEqual(self.page.value("a.Value"), "7")
        self.assertEqual(text(self.page.update(model, value=7)), "")  # no change, no event

    def test_what_cannot_be_is_put_right_at_the_front_end(self):
        model = self.page.show("var b = new IntSlider(0, 10, 4); b.Changed += v => Console.Write(v); b")
        for said in (None, "seven", {"x": 1}, [1], 2.5, True, 1e300, -3, 10**30):
            self.page.update(model, value=said)
            self.assertIn(self.page.models[model]["value"], (0, 4, 10), said)
            self.assertEqual(self.page.value("b.Value"), str(self.page.models[model]["value"]))
        heard = self.page.update(model, min=-100, nonsense=1, _model_name="EvilModel")
        self.assertEqual((text(heard), self.page.value("b.Value >= 0")), ("", "True"))

    def test_rubbish_changes_nothing(self):
        model = self.page.show("new IntSlider(0, 10)")
        for content in (
            {},
            {"comm_id": model},
            {"comm_id": model, "data": 5},
            {"comm_id": model, "data": {"method": 5}},
            {"comm_id": model, "data": {"method": "update"}},
            {"comm_id": model, "data": {"method": "update", "state": [], "buffer_paths": 7}},
            {"comm_id": model, "data": {"method": "update", "state": {"value": 1}, "buffer_paths": [["value"], [1], 4, ["value", 0]]}},
            {"comm_id": model, "data": {"method": "custom", "content": {"event": {}}}},
            {"comm_id": "nobody", "data": {"method": "update", "state": {"value": 3}}},
        ):
            heard = self.page.hear(self.page.post("comm_msg", content))
            self.assertEqual([m for m in heard if m["msg_type"] in ("error", "stream")], [], content)
        self.assertEqual(self.page.value("6"), "6")

    def test_code_sets_what_the_page_shows(self):
        model = self.page.show("var c = new FloatSlider(0, 1, 0.5); c")
        self.page.cell("c.Value = 0.25; c.Label = \"x\"; c.IsDisabled = true;")
        self.assertEqual([self.page.models[model][name] for name in ("value", "description", "disabled")], [0.25, "x", True])
        self.page.cell("c.Value = 17;")
        self.assertEqual(self.page.models[model]["value"], 1)

    def test_every_kind_of_value_comes_back(self):
        for code, key, said, value in (
            ("new FloatSlider(0, 1)", "value", 0.3, "0.3"),
            ("new IntRangeSlider(0, 10)", "value", [2, 5], "(2, 5)"),
            ("new FloatRangeSlider(0, 1)", "value", [0.25, 0.5], "(0.25, 0.5)"),
            ('new Dropdown<string>(["lau", "retrain"])', "index", 1, "retrain"),
            ("new Dropdown<DayOfWeek>(Enum.GetValues<DayOfWeek>())", "index", 3, "Wednesday"),
            ('new Checkbox("deep")', "value", True, "True"),
            ("new TextBox()", "value", "Grüße <b>", "Grüße <b>"),
        ):
            model = self.page.show(f"var w = {code}; w")
            self.page.update(model, **{key: said})
            self.assertEqual((self.page.value("$\"{w.Value}\""), self.page.models[model][key]), (value, said))

    def test_a_button_is_clicked_and_disposed(self):
        model = self.page.show('var d = new Button("Train"); d.Clicked += () => Console.Write("clicked"); d')
        self.assertEqual(text(self.page.click(model)), "clicked")
        self.page.cell("d.Dispose();")
        self.assertIn(model, self.page.closed)
        self.assertEqual(text(self.page.click(model)), "")

    def test_an_exception_is_shown_and_the_next_event_runs(self):
        model = self.page.show('var e = new IntSlider(0, 10); e.Changed += v => Console.Write(10 / (v - 1)); e')
        heard = self.page.update(model, value=1)
        error = [m for m in heard if m["msg_type"] == "error"][0]
        self.assertEqual(error["content"]["ename"], "DivideByZeroException")
        self.assertIn("e.Changed", "\n".join(error["content"]["traceback"]))
        self.assertEqual(text(self.page.update(model, value=3)), "5")

    def test_async_handlers_are_waited_for_and_caught(self):
        model = self.page.show('var f = new Button("f"); f.Clicked += async () => { await Task.Delay(50); Console.Write("later"); await Task.Yield(); throw new FormatException("odd"); }; f')
        heard = self.page.click(model)
        self.assertEqual((text(heard), [m["content"]["ename"] for m in heard if m["msg_type"] == "error"]), ("later", ["FormatException"]))

    def test_an_event_is_stopped_like_a_cell(self):
        for body in ("while (true) seen++;", "Thread.Sleep(-1);", "await Task.Delay(-1);"):
            model = self.page.show(f'var g = new Button("g"); g.Clicked += {"async " if "await" in body else ""}() => {{ Console.WriteLine("go"); {body} }}; g')
            sent = self.page.tell(model, {"method": "custom", "content": {"event": "click"}})
            while self.page.client.get_iopub_msg(timeout=PATIENCE)["msg_type"] != "stream":
                pass
            self.page.manager.interrupt_kernel()
            heard = self.page.hear(sent)
            self.assertEqual([m["content"]["ename"] for m in heard if m["msg_type"] == "error"], ["Interrupted"], body)
        self.assertEqual(self.page.value("1 + 1"), "2")

    def test_events_wait_for_the_cell_and_come_in_order(self):
        model = self.page.show("var h = new IntSlider(0, 100); var all = new List<int>(); h.Changed += all.Add; h")
        cell = self.page.client.execute("Thread.Sleep(500); all.Add(-1);")
        sent = [self.page.tell(model, {"method": "update", "state": {"value": i}, "buffer_paths": []}) for i in range(1, 40)]
        self.page.hear(cell)
        self.page.reply(cell)
        self.page.hear(sent[-1])
        self.assertEqual(self.page.value('string.Join(",", all)'), "-1," + ",".join(map(str, range(1, 40))))

    def test_a_failed_cell_costs_no_event(self):
        model = self.page.show("var i = new IntSlider(0, 100); i")
        failed = self.page.client.execute('Thread.Sleep(300); throw new Exception("x");')
        sent = self.page.tell(model, {"method": "update", "state": {"value": 5}, "buffer_paths": []})
        self.page.hear(sent)
        self.assertEqual(self.page.reply(failed)["status"], "error")
        self.assertEqual(self.page.value("i.Value"), "5")

    def test_an_area_holds_what_events_show(self):
        model = self.page.show("var j = new IntSlider(0, 5); j.Show(v => { Console.Write($\"was {v}\"); return HTML($\"<i>{v}</i>\"); })")
        slider, area = [child.removeprefix("IPY_MODEL_") for child in self.page.models[model]["children"]]
        heard = self.page.update(slider, value=2)
        self.assertEqual((text(heard), [m["msg_type"] for m in heard if m["msg_type"] == "display_data"]), ("was 2", []))
        self.assertEqual([o["data"]["text/html"] for o in self.page.models[area]["outputs"]], ["<i>2</i>"])
        self.page.cell('var k = new OutputArea(); display(k); k.Capture(() => { Console.Write("a"); display(1); Console.Error.Write("b"); }); Console.Write("c");')
        outputs = [m for m in self.page.models.values() if m["_model_name"] == "OutputModel"][-1]["outputs"]
        self.assertEqual([o.get("text") or o["data"]["text/plain"] for o in outputs], ["a", "1", "b"])

    def test_bytes_travel_beside_the_message(self):
        model = self.page.show("var l = new ImageBox([1, 2, 3]); l")
        self.assertEqual(self.page.models[model]["value"], b"\1\2\3")
        self.page.cell("l.Png = [4, 5];")
        self.assertEqual(self.page.models[model]["value"], b"\4\5")

    def test_a_page_that_comes_later_gets_every_state(self):
        model = self.page.show("var m = new IntSlider(0, 10); new HBox(m, new ImageBox([9]))")
        control = str(uuid.uuid4())
        self.page.hear(self.page.post("comm_open", {"comm_id": control, "target_name": "jupyter.widget.control", "data": {}}, metadata={"version": "1.0.0"}))
        heard = self.page.hear(self.page.post("comm_msg", {"comm_id": control, "data": {"method": "request_states"}}))
        answer = [m for m in heard if m["msg_type"] == "comm_msg"][0]
        data = answer["content"]["data"]
        self.assertEqual((answer["content"]["comm_id"], data["method"], data["states"][model]["model_name"]), (control, "update_states", "HBoxModel"))
        self.assertEqual({path[1] for path in data["buffer_paths"]}, {"value"})
        self.assertEqual(len(data["buffer_paths"]), len(answer["buffers"]))
        asked = self.page.client.comm_info("jupyter.widget")
        comms = self.page.reply(asked)["comms"]
        self.assertEqual(comms[model], {"target_name": "jupyter.widget"})
        heard = self.page.hear(self.page.tell(model, {"method": "request_state"}))
        self.assertEqual(methods(heard), ["update"])
        self.page.hear(self.page.post("comm_close", {"comm_id": model, "data": {}}))
        self.assertEqual(text(self.page.cell("m.Value = 5;")[1]), "")

    def test_the_round_trip(self):
        model = self.page.show("var n = new IntSlider(0, 1000); var label = new HtmlText(); n.Changed += v => label.Value = $\"<b>{v}</b>\"; new VBox(n, label)")
        slider, label = [child.removeprefix("IPY_MODEL_") for child in self.page.models[model]["children"]]
        times = []
        for value in range(1, 101):
            begin = time.perf_counter()
            self.page.update(slider, value=value)
            times.append((time.perf_counter() - begin) * 1000)
            self.assertEqual(self.page.models[label]["value"], f"<b>{value}</b>")
        print(f"round trip: median {statistics.median(times):.1f} ms, longest {max(times):.1f} ms, first {times[0]:.1f} ms")


class NobodyThere(unittest.TestCase):
    """nbconvert and other clients that answer nothing: pictures, and no comm."""

    def test_a_headless_run_keeps_pictures_that_follow(self):
        import nbclient
        import nbformat

        cells = (
            'var s = new IntSlider(0, 10, 2) { Label = "k" }; var bar = new ProgressBar(4); display(new VBox(s, bar)); s.Value = 6; bar.Value = 3;',
            "new IntSlider(0, 10, 2).Show(v => $\"square {v * v}\")",
        )
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in cells], metadata={"kernelspec": {"name": "lethe-csharp", "display_name": "", "language": "C#"}})
        nbclient.NotebookClient(notebook, timeout=PATIENCE).execute()
        data = [cell.outputs[0]["data"] for cell in notebook.cells]
        self.assertEqual([sorted(one) for one in data], [["text/html", "text/plain"]] * 2)
        self.assertIn("<span class=\"value\">6</span>", data[0]["text/html"])
        self.assertIn("<span class=\"value\">75 %</span>", data[0]["text/html"])
        self.assertIn("<pre>square 4</pre>", data[1]["text/html"])
        self.assertNotIn("widgets", notebook.metadata)


if __name__ == "__main__":
    unittest.main()
