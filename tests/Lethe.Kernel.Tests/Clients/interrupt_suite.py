"""Presses stop at random moments in many kinds of code: the kernel lives, its variables are there, and the next cell runs.

LETHE_INTERRUPTS says how many times, over all kinds."""
import contextlib
import os
import queue
import random
import statistics
import time
import unittest

from client_suite import Kernel

# Each goes on for ever, but for what one call of a library does.
OWN_CODE = {
    "sort with a comparer": "var numbers = Enumerable.Range(0, 200_000).Select(i => (i * 7919) % 200_003).ToArray(); while (true) { Array.Sort((int[])numbers.Clone(), (a, b) => b.CompareTo(a)); }",
    "LINQ over an iterator": "IEnumerable<int> Endless() { for (var i = 0; ; i++) yield return i; }\nvar found = (from i in Endless() where i % 7 == 8 select i * 2).Concat(Endless().Where(i => i < 0).Select(i => i + 1)).Count();",
    "List.Sort of own types": "record Item(int Key) : IComparable<Item> { public int CompareTo(Item other) => Key.CompareTo(other.Key); }\nvar items = Enumerable.Range(0, 100_000).Select(i => new Item(i * 7919 % 100_003)).ToList(); while (true) new List<Item>(items).Sort();",
    "JSON writing": "record Row(int A, string B, double[] C);\nvar rows = Enumerable.Range(0, 50).Select(i => new Row(i, \"x\" + i, new double[20])).ToArray(); while (true) System.Text.Json.JsonSerializer.Serialize(rows);",
    "JSON reading": "var json = \"[\" + string.Join(\",\", Enumerable.Range(0, 1000).Select(i => $\"{{\\\"a\\\":{i}}}\")) + \"]\"; while (true) { using var document = System.Text.Json.JsonDocument.Parse(json); document.RootElement.GetArrayLength(); }",
    "a dictionary": "while (true) { var words = new Dictionary<string, int>(); for (var i = 0; i < 100_000; i++) words[$\"word {i % 5000}\"] = i; }",
    "big integers": "var power = System.Numerics.BigInteger.One; while (true) { power = power * 3 % (System.Numerics.BigInteger.Pow(2, 4000) - 1); }",
    "a tensor loop": "var w = torch.randn(64, 64); while (true) { using var scope = torch.NewDisposeScope(); (w.matmul(w)).sum().item<float>(); }",
    "awaits": "async Task<int> Slow() { await Task.Delay(5); return 1; }\nvar sum = 0; while (true) { sum += await Slow(); sum += await Task.Run(() => { var s = 0; for (var i = 0; i < 100_000; i++) s += i; return s; }); }",
    "locks and sleeps": "var gate = new object(); var holder = new Thread(() => { lock (gate) Thread.Sleep(60_000); }) { IsBackground = true }; holder.Start(); for (var i = 0; i < 100; i++) Thread.Sleep(3); lock (gate) { }",
    "nested lambdas": "Func<int, Func<int, int>> add = a => b => a + b; while (true) Enumerable.Range(0, 1000).Select(i => Enumerable.Range(0, 50).Select(j => add(i)(j)).Sum()).ToList().ForEach(x => { if (x < 0) throw new Exception(); });",
    "finally and catch-all": "var cleared = 0; while (true) { try { try { for (var i = 0; i < 1000; i++) Math.Sqrt(i); } finally { cleared++; } } catch (Exception) { } catch { } }",
    "recursion": "int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2);\nwhile (true) Fib(30);",
    "parallel": "while (true) Parallel.For(0, 1000, i => { var s = 0.0; for (var j = 0; j < 10_000; j++) s += Math.Sqrt(j); });",
    "a plain loop": "var n = 0L; while (true) n++;",
    "being compiled": "var n0 = 0;\n" + "\n".join(f"int Compiled{i}(int x) => new[] {{ x, {i} }}.Select(a => a + {i}).Where(a => a > {i}).Select(a => a.ToString()).OrderBy(a => a).Count();" for i in range(150)) + "\nwhile (true) n0++;",
}

# One call of a library at a time, and none of the cell's code in it: it ends first.
LIBRARY_CODE = {
    "a backtracking regex": "System.Text.RegularExpressions.Regex.IsMatch(new string('a', 40) + \"!\", \"^(a+)+$\");",
    "a sort without a comparer": "var many = new string[300_000]; for (var i = 0; i < many.Length; i++) many[i] = \"key \" + (i * 7919L % 300_007); while (true) Array.Sort((string[])many.Clone());",
    "LINQ without lambdas": "while (true) Enumerable.Range(0, 200_000_000).Reverse().Take(5).Sum();",
    "one big power": "while (true) System.Numerics.BigInteger.Pow(3, 500_000);",
}

PATIENCE = 90


class Interrupts(unittest.TestCase):
    def test_the_kernel_lives(self):
        kinds = {**OWN_CODE, **LIBRARY_CODE}
        wanted = int(os.environ.get("LETHE_INTERRUPTS", 24))
        random.seed(int(os.environ.get("LETHE_INTERRUPTS_SEED", 1)))
        self.kernel = Kernel()
        self.addCleanup(lambda: self.kernel.close())
        took, faults = {name: [] for name in kinds}, []
        self.number = 0
        for i in range(wanted):
            name = list(kinds)[i % len(kinds)]
            self.number += 1
            try:
                took[name].append(self.stop(kinds[name]))
            except Exception as error:
                faults.append(f"{name}: {'kernel dead' if not self.kernel.manager.is_alive() else ''} {error}")
                with contextlib.suppress(Exception):
                    self.kernel.close()
                self.kernel = Kernel()
            print(f"{i + 1}/{wanted} {name}: {took[name][-1:] or 'failed'}", flush=True)
        self.report(took, faults)
        self.assertEqual(faults, [])

    def stop(self, code):
        """Seconds from the stop to the reply."""
        kernel, mark = self.kernel, self.number
        kernel.run(f"var mark{mark} = 1;")
        sent = kernel.send(f"mark{mark} = 2;\n" + code)
        self.wait_for(sent, "execute_input")
        time.sleep(random.uniform(0.05, 1.2))
        begin = time.time()
        kernel.manager.interrupt_kernel()
        reply = self.reply_to(sent)
        seconds = time.time() - begin
        self.assertIn((reply["status"], reply.get("ename")), [("error", "Interrupted"), ("error", "RegexMatchTimeoutException")])
        self.wait_for(sent, "status")
        self.assertIn(kernel.value(f"mark{mark}"), ("1", "2"))
        return seconds

    def wait_for(self, sent, kind):
        end = time.time() + PATIENCE
        while time.time() < end:
            message = self.kernel.client.get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") == sent and message["msg_type"] == kind and message["content"].get("execution_state") != "busy":
                return
        raise AssertionError(f"no {kind}")

    def reply_to(self, sent):
        end = time.time() + PATIENCE
        while time.time() < end and self.kernel.manager.is_alive():
            with contextlib.suppress(queue.Empty):
                message = self.kernel.client.get_shell_msg(timeout=1)
                if message["parent_header"].get("msg_id") == sent:
                    return message["content"]
        raise AssertionError("no reply")

    @staticmethod
    def report(took, faults):
        print(f"\n{'kind':28} {'n':>4} {'median':>8} {'95 %':>8} {'most':>8}")
        everything = []
        for name, seconds in took.items():
            if name in OWN_CODE:
                everything += seconds
            if seconds:
                print(f"{name:28} {len(seconds):4} {statistics.median(seconds):8.2f} {sorted(seconds)[int(0.95 * (len(seconds) - 1))]:8.2f} {max(seconds):8.2f}")
        if everything:
            print(f"{'wherever own code runs':28} {len(everything):4} {statistics.median(everything):8.2f} {sorted(everything)[int(0.95 * (len(everything) - 1))]:8.2f} {max(everything):8.2f}")
        print(f"faults: {len(faults)}", *faults, sep="\n  ", flush=True)


if __name__ == "__main__":
    unittest.main()
